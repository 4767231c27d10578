package dev.chandler.core.graph;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ActionSpec;

/** Words for what a provisioner must never throw: the bug is its author's, and the step tells which one it is. */
public final class ProvisionerBug {

    private ProvisionerBug() {}

    /**
     * Blames a provisioner.
     *
     * @param step the step that it worked on
     * @param error what it threw
     * @return the error to be thrown instead
     */
    public static PluginException in(ActionSpec step, Throwable error) {
        return new PluginException(
                Problem.of(
                                "CH-PLUGIN-012",
                                "the provisioner \"" + step.provisioner() + "\" failed on step \"" + step.id() + "\"")
                        .at(step.location())
                        .because(error.toString())
                        .remedy("report it to the plugin's author with what --stacktrace shows"),
                error);
    }
}
