package dev.chandler.core.run;

import dev.chandler.api.problem.Problem;

/** Words for errors that nobody outside can put right. */
public final class Bugs {

    private Bugs() {}

    /**
     * Words a bug.
     *
     * @param error what was thrown
     * @return the problem
     */
    public static Problem problem(Throwable error) {
        return Problem.of("CH-BUG-001", "a bug ended the build: " + error)
                .remedy("report it with what --stacktrace shows");
    }
}
