package dev.chandler.core.output;

import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which outputs a build has, of all that asks for some. */
public final class OutputSelection {

    private OutputSelection() {}

    /**
     * Puts together what is asked for; what comes to the same is there once.
     *
     * @param manifest the manifest's outputs
     * @param given those of the command line, which replace the manifest's
     * @param names the image's names
     * @param push whether all of these are to be pushed
     * @param problems takes what is wrong
     * @return the outputs, in order
     */
    public static List<Output> of(
            List<Output> manifest, List<Output> given, List<String> names, boolean push, Consumer<Problem> problems) {
        List<Output> all = new ArrayList<>();
        if (push) {
            if (names.isEmpty()) {
                problems.accept(Problem.of("CH-OUTPUT-007", "--push, and the image has no name")
                        .because("the manifest has no repo: under artifact:")
                        .remedy("add it, or give --tag HOST/NAME:TAG"));
            }
            names.forEach(name -> all.add(Output.push(name)));
        }
        all.addAll(given.isEmpty() ? manifest : given);
        Map<String, Output> distinct = new LinkedHashMap<>();
        for (Output output : all) {
            distinct.putIfAbsent(
                    output.path().isPresent() ? "" + distinct.size() : output.kind() + ":" + output.name(), output);
        }
        return List.copyOf(distinct.values());
    }
}
