package dev.chandler.api.problem;

import java.util.List;
import org.apiguardian.api.API;

/** A plugin cannot be used. Exit code 3. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginException extends ChandlerException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception of one problem.
     *
     * @param problem what is wrong
     */
    public PluginException(Problem problem) {
        super(List.of(problem), null);
    }

    /**
     * Makes an exception of one problem that another error led to.
     *
     * @param problem what is wrong
     * @param cause the error that led to it
     */
    public PluginException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }

    /**
     * Makes an exception of several problems found together.
     *
     * @param problems at least one, in the order in which they are to be shown
     */
    public PluginException(List<Problem> problems) {
        super(problems, null);
    }
}
