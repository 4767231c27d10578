package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;

/** A template took more than it may. Nothing is evaluated any more after that: the load ends. */
public final class TemplateEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * Ends a template.
     *
     * @param where a place that leads to it
     * @param why what it took too much of
     */
    public TemplateEnded(Location where, String why) {
        super(why);
        this.problem = TemplateProblems.limit(where, why);
    }

    /**
     * What the user is told.
     *
     * @return the problem, at its place
     */
    public Problem problem() {
        return problem;
    }
}
