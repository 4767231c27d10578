package dev.chandler.api.problem;

import java.util.List;
import org.apiguardian.api.API;

/** What the user wrote cannot be run: the manifest, its variables, or a step's settings. Exit code 2. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ManifestException extends ChandlerException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception of one problem.
     *
     * @param problem what is wrong
     */
    public ManifestException(Problem problem) {
        super(List.of(problem), null);
    }

    /**
     * Makes an exception of one problem that another error led to.
     *
     * @param problem what is wrong
     * @param cause the error that led to it
     */
    public ManifestException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }

    /**
     * Makes an exception of several problems found together.
     *
     * @param problems at least one, in the order in which they are to be shown
     */
    public ManifestException(List<Problem> problems) {
        super(problems, null);
    }
}
