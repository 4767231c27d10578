package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.output.FileOutput;
import dev.chandler.core.output.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings an image that was published to where it is wanted, one place after the other. */
final class OutputRunner {

    private final Engine engine;
    private final EventBus events;
    private final StepReport report;

    OutputRunner(Engine engine, EventBus events, StepReport report) {
        this.engine = engine;
        this.events = events;
        this.report = report;
    }

    /** Tries all of them, also when one fails. An interrupt ends it; what is made by then stays. */
    BuildResult run(Artifact artifact, List<Output> outputs) throws InterruptedException {
        List<MadeOutput> made = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Output output : outputs) {
            if (output.isEngine()) {
                continue; // One of the names that have moved with the others.
            }
            Instant begun = report.now();
            try {
                Optional<Descriptor> manifest = bring(artifact, output);
                made.add(new MadeOutput(output, manifest));
                events.publish(new RunEvent.OutputMade(output.text(), manifest, report.since(begun)));
            } catch (EngineException | PluginException e) {
                Duration took = report.since(begun);
                e.problems()
                        .forEach(problem -> events.publish(new RunEvent.OutputFailed(output.text(), took, problem)));
                problems.addAll(e.problems());
            }
        }
        return new BuildResult(Optional.of(artifact), made, problems);
    }

    private Optional<Descriptor> bring(Artifact artifact, Output output) throws InterruptedException {
        if (output.path().isEmpty()) {
            return Optional.of(engine.push(
                    artifact,
                    output.name(),
                    (what, done, total) -> events.publish(new RunEvent.Progress(what, done, total))));
        }
        return FileOutput.write(output, artifact.references(), receiver -> engine.export(artifact, receiver));
    }
}
