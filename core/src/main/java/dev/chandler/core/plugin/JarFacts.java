package dev.chandler.core.plugin;

import dev.chandler.api.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * All that a jar says by itself, which is what the index keeps.
 *
 * @param headers its headers; {@link PluginHeaders#NONE} where it has none
 * @param engineClasses the classes declared as engine factories
 * @param provisionerClasses the classes declared as provisioners
 * @param javaLevel the Java version that the declared classes need, 0 where that isn't known
 * @param refusal what is wrong with it whatever lies beside it
 */
record JarFacts(
        PluginHeaders headers,
        List<String> engineClasses,
        List<String> provisionerClasses,
        int javaLevel,
        Optional<Problem> refusal) {

    static JarFacts refused(PluginHeaders headers, Problem problem) {
        return new JarFacts(headers, List.of(), List.of(), 0, Optional.of(problem));
    }

    boolean hasHeaders() {
        return !headers.id().isEmpty();
    }
}
