package dev.chandler.api.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that somebody outside can put right.
 *
 * <p>Which subclass is thrown decides the exit code; the problems decide what is shown. Bugs are never of this family:
 * they stay {@link IllegalStateException} and {@link IllegalArgumentException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract sealed class ChandlerException extends RuntimeException
        permits ManifestException, PluginException, EngineException, ProvisionException, CacheException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Makes an exception.
     *
     * @param problems at least one, in the order in which they are to be shown
     * @param cause what led to it, shown only with {@code --stacktrace}; null where nothing did
     */
    protected ChandlerException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an error without a problem");
        }
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one problem, in the order in which they are to be shown
     */
    public List<Problem> problems() {
        return problems;
    }
}
