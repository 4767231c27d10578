package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The distribution that {@code mvn package} has made, unpacked. */
final class BuiltDistribution {

    private static final Path TARGET =
            Path.of(System.getProperty("basedir", "")).resolve("target").toAbsolutePath();

    private BuiltDistribution() {}

    /** The script that starts it. */
    static Path launcher() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(TARGET, "chandler-*")) {
            for (Path folder : folders) {
                Path launcher = folder.resolve(folder.getFileName()).resolve("bin/chandler");
                if (Files.exists(launcher)) {
                    found.add(launcher);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "expected one distribution in " + TARGET + ", as mvn package makes it: " + found);
        }
        return found.get(0);
    }

    /** Where all tests share the archive of the classes, which takes seconds to make. */
    static Path classArchives() {
        return Archives.FOLDER;
    }

    /** Made before the first test and not by it: that takes seconds. */
    private static final class Archives {

        private static final Path FOLDER = made(TARGET.resolve("e2e-cache"));

        private static Path made(Path cache) {
            Shell.run(List.of(
                            "env",
                            "-u",
                            "DOCKER_HOST",
                            "JAVA_HOME=" + System.getProperty("java.home"),
                            "XDG_CACHE_HOME=" + cache,
                            "CHANDLER_CLASS_ARCHIVE=now",
                            launcher().toString(),
                            "version"))
                    .exits(0);
            return cache.resolve("chandler/classes");
        }
    }
}
