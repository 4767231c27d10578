package dev.chandler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The distribution as the package phase made it, unpacked somewhere, run as a stranger would: by its launcher. */
final class Distribution {

    private final Path folder;
    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();

    private Distribution(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("CHANDLER_CLASS_ARCHIVE", "off");
    }

    /**
     * How a run ended.
     *
     * @param code the exit code
     * @param out standard output
     * @param err standard error
     */
    record Result(int code, String out, String err) {}

    /** Unpacks the zip with the modes that it has. */
    static Distribution unpack(Path folder) throws IOException {
        Path zip = only(Path.of("target"), "chandler-*.zip");
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                try (InputStream content = file.getInputStream(entry)) {
                    Files.copy(content, target);
                }
                if ((entry.getUnixMode() & 0100) != 0) {
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
        return new Distribution(folder, only(folder, "chandler-*"));
    }

    /** The folder of an installed Java; one that isn't there is an error, for it is what the test is about. */
    static Path java(int version) {
        String named = System.getenv("CHANDLER_JAVA_" + version);
        if (named != null) {
            return Path.of(named);
        }
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> isVersion(home.resolve("release"), version))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "no Java " + version + ": set CHANDLER_JAVA_" + version + " or install one"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    Path cache() {
        return Path.of(environment.get("XDG_CACHE_HOME"));
    }

    Distribution with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Distribution without(String variable) {
        environment.remove(variable);
        return this;
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = start(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    ProcessBuilder start(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/chandler").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static boolean isVersion(Path release, int version) {
        try {
            return Files.exists(release)
                    && Files.readString(release, StandardCharsets.UTF_8).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var matching = Files.newDirectoryStream(folder, glob)) {
            matching.forEach(found::add);
        }
        if (found.size() != 1) {
            throw new IllegalStateException("one " + glob + " expected in " + folder + ", there are " + found);
        }
        return found.get(0);
    }
}
