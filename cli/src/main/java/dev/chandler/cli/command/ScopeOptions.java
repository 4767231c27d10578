package dev.chandler.cli.command;

import dev.chandler.core.PlanOptions;
import dev.chandler.core.engine.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What part of a manifest is wanted, under which names, and what of the cache may be used. */
final class ScopeOptions {

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "REF",
            order = 20,
            description = "Name the image, in place of the manifest's repo and tags. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--until",
            paramLabel = "STEP",
            order = 21,
            description = "Stop after this step: no tests, no image.")
    private @Nullable String until;

    @Option(names = "--no-tests", order = 22, description = "Leave the tests out.")
    private boolean noTests;

    @Mixin
    private CacheOptions cache = new CacheOptions();

    List<String> tags() {
        return List.copyOf(tags);
    }

    /** Whether there is no image at the end. */
    boolean isPartial() {
        return until != null;
    }

    /** Whether something is said that only one image can have. */
    boolean isAboutOne() {
        return isPartial() || !tags.isEmpty();
    }

    /**
     * Refuses options that contradict each other, or cannot be read.
     *
     * @param command whose they are
     * @param environment where the platform may stand
     */
    void requireConsistent(CommandLine command, Map<String, String> environment) {
        cache.requireReadable(command, environment);
        if (isPartial() && !tags.isEmpty()) {
            throw new ParameterException(command, "--until makes no image that --tag could name");
        }
    }

    PlanOptions options(PullPolicy pull, Map<String, String> environment) {
        PlanOptions whole = cache.whole(pull, environment);
        return new PlanOptions(
                Optional.ofNullable(until), !noTests, whole.useCache(), whole.checkpoints(), pull, whole.platform());
    }
}
