package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.output.Output;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a build has left whose steps and tests ended well.
 *
 * @param artifact the image; empty where none was asked for
 * @param outputs the places it was brought to
 * @param problems why it could not be brought to others; where there are any, the build has failed
 */
public record BuildResult(Optional<Artifact> artifact, List<MadeOutput> outputs, List<Problem> problems) {

    /**
     * Makes a result.
     *
     * @param artifact the image
     * @param outputs the places it was brought to, copied
     * @param problems what went wrong, copied
     */
    public BuildResult {
        outputs = List.copyOf(outputs);
        problems = List.copyOf(problems);
    }

    /** The same with its problems in other words. */
    BuildResult with(List<Problem> other) {
        return new BuildResult(artifact, outputs, other);
    }

    /**
     * The image's manifest outside of the engine: at the first registry it was pushed to, else in the first layout.
     *
     * @return the manifest, where it has become known
     */
    public Optional<Descriptor> manifest() {
        return outputs.stream()
                .filter(made -> made.manifest().isPresent())
                .min(Comparator.comparing(made -> !made.output().kind().equals(Output.REGISTRY)))
                .flatMap(MadeOutput::manifest);
    }
}
