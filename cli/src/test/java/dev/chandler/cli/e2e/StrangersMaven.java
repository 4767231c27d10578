package dev.chandler.cli.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maven as a stranger has it where there is no network: with a local repository that has what this machine's has, and of Chandler's just what the
 * launcher installs there, as it was built last. What other clones have installed is not seen, and nothing of it changed.
 */
final class StrangersMaven {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final String ARTIFACTS = "dev/chandler";

    private final Path repository;

    private StrangersMaven(Path repository) {
        this.repository = repository;
    }

    /** Makes the repository below a folder, and programs {@code mvn} and {@code chandler} in a folder for the PATH. */
    static Path programs(Path folder) throws IOException {
        StrangersMaven maven = new StrangersMaven(Files.createDirectories(folder.resolve("repository")));
        maven.link();
        maven.install();
        Path programs = Files.createDirectories(folder.resolve("bin"));
        program(programs.resolve("mvn"), mvn() + " -o -B -ntp -Dmaven.repo.local=" + maven.repository);
        program(programs.resolve("chandler"), BuiltDistribution.launcher().toString());
        return programs;
    }

    private static void program(Path file, String words) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec " + words + " \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + file + " a program");
        }
    }

    /** The one on the PATH, which the program of that name would hide. */
    private static String mvn() {
        return Shell.run(List.of("sh", "-c", "command -v mvn")).exits(0).out().strip();
    }

    /** All groups but Chandler's own. */
    private void link() throws IOException {
        Path there =
                Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        Files.createDirectories(repository.resolve("dev"));
        link(there, repository, "dev");
        if (Files.isDirectory(there.resolve("dev"))) {
            link(there.resolve("dev"), repository.resolve("dev"), "chandler");
        }
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (!name.toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(name), entry.toRealPath());
                }
            }
        }
    }

    /** As {@code ./chandler} does: the modules whose poms do not skip it. */
    private void install() throws IOException {
        String version = version();
        copy(ROOT.resolve("pom.xml"), "chandler-parent", version, ".pom");
        for (String module : List.of("api", "lib/files", "testkit")) {
            String artifact = "chandler-" + module.replace("lib/", "");
            Path folder = ROOT.resolve(module);
            copy(folder.resolve("pom.xml"), artifact, version, ".pom");
            copy(folder.resolve("target/" + artifact + "-" + version + ".jar"), artifact, version, ".jar");
        }
    }

    private void copy(Path file, String artifact, String version, String end) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve(ARTIFACTS).resolve(artifact).resolve(version));
        Files.copy(file, folder.resolve(artifact + "-" + version + end));
    }

    private static String version() throws IOException {
        Matcher matcher = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!matcher.find()) {
            throw new IllegalStateException("no version in " + ROOT.resolve("pom.xml"));
        }
        return matcher.group(1);
    }
}
