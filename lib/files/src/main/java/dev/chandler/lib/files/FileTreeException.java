package dev.chandler.lib.files;

import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files on the client cannot be taken; only a problem in an ignore file has a place. */
public final class FileTreeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    FileTreeException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problems = List.of(problem);
    }

    FileTreeException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong first.
     *
     * @return the problem; without a place unless it is in an ignore file
     */
    public Problem problem() {
        return problems.get(0);
    }

    /**
     * All that is wrong.
     *
     * @return at least one problem; more only for an ignore file, each at its line
     */
    public List<Problem> problems() {
        return problems;
    }
}
