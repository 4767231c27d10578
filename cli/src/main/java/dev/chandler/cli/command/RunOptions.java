package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.output.Output;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.CaBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How builds run, whatever they build. */
final class RunOptions {

    /** What becomes of the instance of a failed step. */
    enum OnError {
        /** It is removed. */
        cleanup,
        /** It stays. */
        keep
    }

    private static final String CA_BUNDLE = "CHANDLER_CA_BUNDLE";

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            order = 30,
            description = "When to fetch the base: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private PullPolicy pull = PullPolicy.MISSING;

    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            order = 31,
            description =
                    "What becomes of the instance of a failed step: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OnError onError = OnError.cleanup;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            order = 32,
            description = "How many steps and tests run at once, and how many builds. Default: the number of cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--ca-bundle",
            paramLabel = "FILE",
            order = 36,
            description = "Certificates of authorities that steps are to trust, in neither image nor key. "
                    + "Default: CHANDLER_CA_BUNDLE.")
    private @Nullable Path caBundle;

    /**
     * Refuses what cannot be.
     *
     * @param command whose options they are
     */
    void requireSensible(CommandLine command) {
        if (jobs < 1) {
            throw new CommandLine.ParameterException(command, "--jobs must be at least 1, not " + jobs);
        }
    }

    PullPolicy pull() {
        return pull;
    }

    int jobs() {
        return jobs;
    }

    /** Reads the certificates that are named. */
    Optional<CaBundle> certificates(Console console) {
        if (caBundle != null) {
            return Optional.of(CaBundle.read(console.workingDirectory().resolve(caBundle), "--ca-bundle"));
        }
        String named = console.environment().getOrDefault(CA_BUNDLE, "");
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(CaBundle.read(console.workingDirectory().resolve(named), CA_BUNDLE));
    }

    BuildOptions options(List<String> names, List<Output> places, Optional<CaBundle> certificates) {
        return new BuildOptions(names, places, jobs, onError == OnError.keep, certificates);
    }
}
