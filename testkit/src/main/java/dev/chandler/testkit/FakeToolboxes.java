package dev.chandler.testkit;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.ToolboxContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The toolboxes of a {@link FakeHost}. Thread-safe: of several that want to make one, one does. */
final class FakeToolboxes {

    private final Map<Digest, FakeTree> toolboxes = new LinkedHashMap<>();
    private final ReentrantLock making = new ReentrantLock();

    synchronized Optional<FakeTree> find(Digest digest) {
        return Optional.ofNullable(toolboxes.get(digest));
    }

    void keep(Digest digest, ToolboxContent content) throws InterruptedException {
        making.lockInterruptibly();
        try {
            if (find(digest).isEmpty()) {
                add(digest, read(content));
            }
        } finally {
            making.unlock();
        }
    }

    private static FakeTree read(ToolboxContent content) throws InterruptedException {
        FakeTree tree = new FakeTree();
        try (InputStream tar = content.open()) {
            FakeTar.unpack(tar, "/", tree);
            return tree;
        } catch (IOException | UncheckedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading a toolbox");
            }
            throw FakeHost.refusal("cannot read the toolbox: " + e.getMessage());
        }
    }

    private synchronized void add(Digest digest, FakeTree tree) {
        toolboxes.put(digest, tree);
    }

    synchronized void remove(Digest digest) {
        toolboxes.remove(digest);
    }

    synchronized List<Resource> resources() {
        return toolboxes.keySet().stream().map(FakeToolboxes::resource).toList();
    }

    private static Resource resource(Digest digest) {
        String name = "toolbox-" + digest.hex();
        return new Resource(
                Resource.Kind.TOOLBOX, name, name, Optional.empty(), Optional.of(digest), Instant.EPOCH, -1);
    }
}
