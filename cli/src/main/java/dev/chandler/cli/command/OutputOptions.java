package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputChecks;
import dev.chandler.core.output.OutputReader;
import dev.chandler.core.output.OutputSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the image is to be brought. */
final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "KIND:PLACE",
            order = 24,
            description =
                    "Bring the image to registry:NAME, oci:FOLDER, docker-archive:FILE or ENGINE:NAME, too. May be "
                            + "repeated; replaces the manifest's outputs.")
    private List<String> outputs = new ArrayList<>();

    @Option(names = "--push", order = 25, description = "Push the image to its registries, under all its names.")
    private boolean push;

    /** Whether an image is needed for what is asked for. */
    void requireImage(boolean partial, CommandLine command) {
        if (partial && (push || !outputs.isEmpty())) {
            throw new CommandLine.ParameterException(
                    command, "--until makes no image that --output or --push could bring anywhere");
        }
    }

    /**
     * Which outputs one of several builds is to have, of which none can be named on the command line.
     *
     * @param artifact what its manifest asks for
     * @param names the image's names
     * @param here what relative paths of the command line begin at
     * @param engines the ids of the engines there are
     */
    List<Output> ofOneOfMany(ArtifactSettings artifact, List<String> names, Path here, Set<String> engines) {
        if (push && names.isEmpty()) {
            throw new ManifestException(Problem.of("CH-OUTPUT-007", "--push, and the image has no name")
                    .because("the manifest has no repo: under artifact:")
                    .remedy("add it"));
        }
        return selected(artifact, names, here, engines);
    }

    /** Whether something is said that only one image can have. */
    boolean isAboutOne() {
        return !outputs.isEmpty();
    }

    /**
     * Which outputs a manifest alone asks for, looked at as far as that can be done without an engine.
     *
     * @param artifact what it says
     * @param names the image's names
     * @param engines the ids of the engines there are
     */
    static List<Output> ofManifest(ArtifactSettings artifact, List<String> names, Set<String> engines) {
        List<Problem> problems = new ArrayList<>();
        List<Output> all = OutputSelection.of(artifact.outputs(), List.of(), names, false, problems::add);
        OutputChecks.requirePlaces(all, engines, problems);
        return all;
    }

    /**
     * Which outputs there are to be, looked at as far as that can be done without an engine.
     *
     * @param artifact what the manifest asks for
     * @param names the image's names
     * @param here what relative paths of the command line begin at
     * @param engines the ids of the engines there are
     */
    List<Output> selected(ArtifactSettings artifact, List<String> names, Path here, Set<String> engines) {
        List<Problem> problems = new ArrayList<>();
        OutputReader reader = new OutputReader(problems::add);
        List<Output> given = outputs.stream()
                .flatMap(text -> reader.read(text, here, Optional.empty()).stream())
                .toList();
        List<Output> manifest = outputs.isEmpty() ? artifact.outputs() : List.of();
        List<Output> all = OutputSelection.of(manifest, given, names, push, problems::add);
        OutputChecks.requirePlaces(all, engines, problems);
        return all;
    }
}
