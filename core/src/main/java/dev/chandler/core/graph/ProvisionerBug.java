package dev.chandler.core.graph;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ActionSpec;
import java.util.Objects;
import java.util.function.Supplier;

/** Words for what a provisioner must never throw: the bug is its author's, and the step tells which one it is. */
public final class ProvisionerBug {

    private ProvisionerBug() {}

    /**
     * Calls a provisioner.
     *
     * @param step the step that it works on
     * @param call what it is asked
     * @param <T> what it answers
     * @return its answer
     * @throws PluginException if it throws what it must not, or answers nothing
     */
    public static <T> T caught(ActionSpec step, Supplier<T> call) {
        try {
            return Objects.requireNonNull(call.get(), "the answer is null");
        } catch (RuntimeException | LinkageError e) {
            throw in(step, e);
        }
    }

    /**
     * Blames a provisioner, unless the error is one that it may throw.
     *
     * @param step the step that it worked on
     * @param error what it threw
     * @return the error to be thrown instead
     */
    public static ChandlerException in(ActionSpec step, Throwable error) {
        if (error instanceof PluginException named) {
            return placed(step, named);
        }
        if (error instanceof ChandlerException known) {
            return known;
        }
        return new PluginException(
                Problem.of(
                                "CH-PLUGIN-012",
                                "the provisioner \"" + step.provisioner() + "\" failed on step \"" + step.id() + "\"")
                        .at(step.location())
                        .because(error.toString())
                        .remedy("report it to the plugin's author with what --stacktrace shows"),
                error);
    }

    /** The plugin door names the plugin, and knows of no step. */
    private static PluginException placed(ActionSpec step, PluginException named) {
        Problem problem = named.problems().get(0);
        return named.problems().size() > 1 || problem.where().isPresent()
                ? named
                : new PluginException(problem.at(step.location()), named);
    }
}
