package dev.chandler.testkit;

import dev.chandler.api.engine.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Mounts things into trees. What is written to a bind stays in memory, and is gone with the instance. */
final class FakeMounts {

    private FakeMounts() {}

    static void mount(Mount mount, FakeTree tree, FakeHost host) {
        if (mount instanceof Mount.Toolbox toolbox) {
            tree.mountReadOnly(
                    toolbox.target(),
                    host.toolbox(toolbox.digest())
                            .orElseThrow(() -> FakeHost.refusal(
                                    "the toolbox " + toolbox.digest().shortHex() + " is not there")));
            return;
        }
        if (mount instanceof Mount.Shared shared) {
            tree.mountReadOnly(shared.target(), read(shared.source()));
            return;
        }
        FakeTree mounted = new FakeTree();
        if (mount instanceof Mount.Cache cache) {
            mounted = host.cache(cache.name());
        } else if (mount instanceof Mount.Bind bind) {
            mounted = read(bind.source());
        }
        tree.mount(mount.target(), mounted);
    }

    private static FakeTree read(Path source) {
        FakeTree tree = new FakeTree();
        try (Stream<Path> paths = Files.walk(source)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                tree.put("/" + source.relativize(file), Files.readString(file));
            }
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
