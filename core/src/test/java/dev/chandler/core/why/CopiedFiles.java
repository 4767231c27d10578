package dev.chandler.core.why;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;
import dev.chandler.core.CopyingStep;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.Sharing;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two files of a project that a step copies, or has mounted, and what is kept of them. */
abstract class CopiedFiles {

    @TempDir
    Path folder;

    final FakeHost host = new FakeHost();

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("conf/sub"));
        write("app.conf", "one\ntwo\nthree\n");
        write("sub/run.sh", "#!/bin/sh\n");
    }

    void write(String file, String text) throws IOException {
        Path path = Files.writeString(folder.resolve("conf").resolve(file), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    }

    void edit(String file, String text) {
        try {
            write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestBuild copying(String owner) {
        return new TestBuild(host, folder)
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC))
                .prepared(CopyingStep.below(folder))
                .install("copy conf " + owner);
    }

    TestBuild copying() {
        return copying("0:0");
    }

    String why() throws InterruptedException {
        return copying().why("install[0]");
    }

    TestBuild mounting() {
        Mount mount = new Mount.Bind(folder.resolve("conf"), "/src", true);
        return new TestBuild(host, folder)
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC))
                .instance(new InstanceSection(
                        InstanceSettings.builder().mount(mount).build(),
                        List.of(new MountSpec(mount, Sharing.SHARED, new Location("chandler.yml", 1, 1))),
                        Map.of()))
                .install("write /a 1");
    }

    String kept() throws IOException {
        return all(folder.resolve("cache/texts"));
    }

    String runs() throws IOException {
        return all(folder.resolve("cache/runs"));
    }

    static String all(Path texts) throws IOException {
        if (!Files.exists(texts)) {
            return "";
        }
        try (Stream<Path> files = Files.list(texts)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
