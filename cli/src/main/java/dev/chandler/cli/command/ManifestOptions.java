package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.manifest.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which manifest, and its variables. */
final class ManifestOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            order = 1,
            description = "The manifest, or a folder with a chandler.yml. Default: the folder you stand in.")
    private @Nullable Path path;

    @Mixin
    private VariableOptions variables = new VariableOptions();

    /** What {@code -f} names, if anything. */
    Optional<Path> named() {
        return Optional.ofNullable(path);
    }

    /** What {@code -f} names, else the folder that the user stands in. */
    Path path() {
        return named().orElse(Path.of("."));
    }

    /** The folder of the project that the manifest belongs to; one from a pipe has no other than where the user stands. */
    Path project(Console console) {
        Path manifest = console.workingDirectory().resolve(path()).normalize();
        boolean kept = Files.isRegularFile(manifest) || Files.isDirectory(manifest) || Files.notExists(manifest);
        return ProjectFolder.of(kept ? manifest : console.workingDirectory());
    }

    ManifestRequest request(Console console) {
        return request(console, path());
    }

    /** Another manifest, which these variables are not for. */
    ManifestRequest bare(Console console, Path manifest) {
        Path here = console.workingDirectory();
        return new ManifestRequest(
                here.resolve(manifest).normalize(), here, Map.of(), List.of(), console.environment());
    }

    /** The same variables for another manifest. */
    ManifestRequest request(Console console, Path manifest) {
        return variables.request(console, manifest);
    }
}
