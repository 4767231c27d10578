package dev.chandler.core.run;

import dev.chandler.core.output.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a build is to go.
 *
 * @param references the names that are to point at the image
 * @param outputs where it is to be brought besides
 * @param jobs how many branches and tests run at once, at least 1
 * @param keepOnError whether the instance of a failed step stays
 * @param caBundle certificates that steps are to trust
 */
public record BuildOptions(
        List<String> references, List<Output> outputs, int jobs, boolean keepOnError, Optional<CaBundle> caBundle) {

    /**
     * Makes options.
     *
     * @param references the names, copied
     * @param outputs where else, copied
     * @param jobs at least 1
     * @param keepOnError whether the instance of a failed step stays
     * @param caBundle certificates that steps are to trust
     */
    public BuildOptions {
        references = List.copyOf(references);
        outputs = List.copyOf(outputs);
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs: " + jobs);
        }
    }

    /** The names, and those that are outputs to the engine itself. */
    List<String> allReferences() {
        List<String> all = new ArrayList<>(references);
        outputs.stream().filter(Output::isEngine).map(Output::name).forEach(all::add);
        return all.stream().distinct().toList();
    }
}
