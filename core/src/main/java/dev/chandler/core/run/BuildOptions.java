package dev.chandler.core.run;

import java.util.List;
import java.util.Optional;

/**
 * How a build is to go.
 *
 * @param references the names that are to point at the image
 * @param jobs how many branches and tests run at once, at least 1
 * @param keepOnError whether the instance of a failed step stays
 * @param caBundle certificates that steps are to trust
 */
public record BuildOptions(List<String> references, int jobs, boolean keepOnError, Optional<CaBundle> caBundle) {

    /**
     * Makes options.
     *
     * @param references the names, copied
     * @param jobs at least 1
     * @param keepOnError whether the instance of a failed step stays
     * @param caBundle certificates that steps are to trust
     */
    public BuildOptions {
        references = List.copyOf(references);
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs: " + jobs);
        }
    }

    /**
     * Makes options without certificates.
     *
     * @param references the names, copied
     * @param jobs at least 1
     * @param keepOnError whether the instance of a failed step stays
     */
    public BuildOptions(List<String> references, int jobs, boolean keepOnError) {
        this(references, jobs, keepOnError, Optional.empty());
    }
}
