package dev.chandler.core.output;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out what is wrong with outputs before anything is started. */
public final class OutputChecks {

    private OutputChecks() {}

    /**
     * Looks at kinds and places; asks no engine and writes nothing.
     *
     * @param outputs all of a build
     * @param engines the ids of the engines there are
     * @param before what is known to be wrong already
     * @throws ManifestException if one is no good, with all that is wrong
     * @throws EngineException if only the surroundings are: nothing can be written there
     */
    public static void requirePlaces(List<Output> outputs, Collection<String> engines, List<Problem> before) {
        List<Problem> usage = new ArrayList<>(before);
        outputs.forEach(output -> unknownKind(output, engines).ifPresent(usage::add));
        usage.addAll(collisions(outputs));
        outputs.forEach(output -> FilePlaces.inTheWay(output).ifPresent(usage::add));
        List<Problem> surroundings = new ArrayList<>();
        outputs.forEach(output -> FilePlaces.notWritable(output).ifPresent(surroundings::add));
        if (!usage.isEmpty()) {
            throw new ManifestException(
                    Stream.concat(usage.stream(), surroundings.stream()).toList());
        }
        if (!surroundings.isEmpty()) {
            throw new EngineException(surroundings);
        }
    }

    private static Optional<Problem> unknownKind(Output output, Collection<String> engines) {
        if (!output.isEngine() || engines.contains(output.kind())) {
            return Optional.empty();
        }
        TreeSet<String> known = new TreeSet<>(engines);
        known.addAll(List.of(Output.REGISTRY, Output.OCI, Output.DOCKER_ARCHIVE));
        return Optional.of(output.at(Problem.of("CH-OUTPUT-001", "unknown kind of output: \"" + output.kind() + "\"")
                .because("available: " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(output.kind(), known)
                        .orElse("correct the output \"" + output + "\""))));
    }

    /**
     * Says which outputs would write over what the image is read from.
     *
     * @param outputs all that there are to be
     * @param source where the image is read from
     * @return a problem for each
     */
    public static List<Problem> overwriting(List<Output> outputs, Output source) {
        return outputs.stream()
                .filter(output -> FilePlaces.collide(output, source))
                .map(output -> output.at(
                        Problem.of("CH-OUTPUT-023", "the output \"" + output + "\" is where the image is read from")
                                .because("it would be written over while it is read")
                                .remedy("give the output a place of its own")))
                .toList();
    }

    /**
     * Says whether one output would write over another, of another build.
     *
     * @param one an output
     * @param other another
     * @return whether they are one name, or one place is where the other is or within it
     */
    public static boolean collide(Output one, Output other) {
        return FilePlaces.collide(one, other)
                || (one.path().isEmpty()
                        && other.path().isEmpty()
                        && one.kind().equals(other.kind())
                        && one.name().equals(other.name()));
    }

    private static List<Problem> collisions(List<Output> outputs) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            for (Output other : outputs.subList(0, i)) {
                Output output = outputs.get(i);
                if (FilePlaces.collide(output, other)) {
                    problems.add(output.at(
                            Problem.of("CH-OUTPUT-005", "outputs \"" + other + "\" and \"" + output + "\" collide")
                                    .because("one would write over the other")
                                    .remedy("give each a place of its own")));
                }
            }
        }
        return problems;
    }

    /**
     * Says what an engine cannot do of what is wanted.
     *
     * @param outputs all of a build
     * @param engine the engine that was chosen
     * @return a problem for each output that cannot be
     */
    public static List<Problem> abilities(List<Output> outputs, Engine engine) {
        List<Problem> problems = new ArrayList<>();
        for (Output output : outputs) {
            if (output.isEngine()) {
                if (!output.kind().equals(engine.id())) {
                    problems.add(output.at(Problem.of(
                                    "CH-OUTPUT-002",
                                    "output \"" + output + "\" is for the engine \"" + output.kind()
                                            + "\", and the build is on \"" + engine.id() + "\"")
                            .because(
                                    "an image stays on the engine that has built it, unless it is brought out as a file")
                            .remedy("choose the other engine by --engine " + output.kind()
                                    + ", or leave the output out")));
                }
            } else {
                lack(output, output.path().isPresent() ? Capability.EXPORT : Capability.PUSH, engine)
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    /**
     * Says what an engine lacks for an output.
     *
     * @param output which
     * @param needed what it takes to make it
     * @param engine the engine that is to make it
     * @return a problem where the engine is not capable of it
     */
    public static Optional<Problem> lack(Output output, Capability needed, Engine engine) {
        if (engine.capabilities().contains(needed)) {
            return Optional.empty();
        }
        return Optional.of(output.at(Problem.of(
                        "CH-OUTPUT-003", "the engine \"" + engine.id() + "\" cannot make the output \"" + output + "\"")
                .because("it lacks " + needed.words())
                .remedy("use another output, or another engine: \"chandler engines\" lists them")));
    }
}
