package dev.chandler.core.export;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what is wanted against what the engines are capable of; all that is lacking is told together. */
final class ExportAbilities {

    private ExportAbilities() {}

    static void require(Export export, Optional<Engine> source, Map<String, Engine> targets) {
        List<Problem> problems = new ArrayList<>();
        for (Output output : export.outputs()) {
            if (output.kind().equals(Output.REGISTRY)) {
                notPushed(output, export, source, targets).ifPresent(problems::add);
            } else {
                source.flatMap(engine -> OutputChecks.lack(output, Capability.EXPORT, engine))
                        .ifPresent(problems::add);
                Optional.ofNullable(targets.get(output.kind()))
                        .flatMap(engine -> notTaken(output, engine))
                        .ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    /** By the engine that it is on, or by one that it comes to. */
    private static Optional<Problem> notPushed(
            Output output, Export export, Optional<Engine> source, Map<String, Engine> targets) {
        if (Carrier.pusher(export, targets).isPresent()) {
            return Optional.empty();
        }
        Optional<Engine> asked = source.or(() -> targets.values().stream().findFirst());
        return asked.flatMap(engine -> OutputChecks.lack(output, Capability.PUSH, engine));
    }

    private static Optional<Problem> notTaken(Output output, Engine engine) {
        if (engine.capabilities().contains(Capability.BASE_OCI)) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                        "CH-OUTPUT-025",
                        "the engine \"" + engine.id() + "\" cannot take the image as \"" + output + "\"")
                .because("it lacks " + Capability.BASE_OCI.words())
                .remedy("bring it to another engine, or to a file"));
    }
}
