package dev.chandler.lib.files;

import dev.chandler.api.problem.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Files on the client cannot be taken; only a problem in an ignore file has a place. */
public final class FileTreeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    FileTreeException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return the problem; without a place unless it is in an ignore file
     */
    public Problem problem() {
        return problem;
    }
}
