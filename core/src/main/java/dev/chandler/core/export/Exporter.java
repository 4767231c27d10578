package dev.chandler.core.export;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.output.Output;
import dev.chandler.core.run.Bugs;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.MadeOutput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries an image to where it is wanted, one place after the other, and tells of each how it went. Used once, by one thread. */
public final class Exporter {

    private final Clock clock;
    private final EventBus events;
    private final Staging staging;

    /**
     * Makes an exporter.
     *
     * @param clock tells how long things take
     * @param events who is told
     * @param staging where images are on their way to an engine; stays the caller's to close
     */
    public Exporter(Clock clock, EventBus events, Staging staging) {
        this.clock = clock;
        this.events = events;
        this.staging = staging;
    }

    /**
     * Carries it to all places, also when one fails.
     *
     * @param export what is wanted
     * @param source where the image is
     * @param targets the engines that it is to be brought to, by their ids
     * @return where it was brought, and why not to the others
     * @throws ManifestException if an engine is not capable of what is wanted; nothing is done then
     * @throws EngineException if the image is not there
     * @throws InterruptedException if cancelled; what is made by then stays
     */
    public BuildResult run(Export export, ExportSource source, Map<String, Engine> targets)
            throws InterruptedException {
        Instant begun = clock.instant();
        RunEvent.Outcome outcome = RunEvent.Outcome.FAILED;
        List<Problem> problems = List.of();
        try {
            BuildResult result = carried(export, source, targets);
            problems = result.problems();
            outcome = problems.isEmpty() ? RunEvent.Outcome.SUCCEEDED : RunEvent.Outcome.FAILED;
            return result;
        } catch (ChandlerException e) {
            problems = e.problems();
            throw e;
        } catch (InterruptedException e) {
            outcome = RunEvent.Outcome.CANCELLED;
            throw e;
        } catch (RuntimeException | Error e) {
            problems = List.of(Bugs.problem(e));
            throw e;
        } finally {
            events.publish(new RunEvent.RunEnded(outcome, since(begun), 0, problems));
        }
    }

    private BuildResult carried(Export export, ExportSource source, Map<String, Engine> targets)
            throws InterruptedException {
        ExportAbilities.require(export, source.engine(), targets);
        ProgressSink progress = (what, done, total) -> events.publish(new RunEvent.Progress(what, done, total));
        ExportedImage image = source.find(progress);
        Carrier carrier = new Carrier(export, source, image, targets, staging, events);
        List<MadeOutput> made = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Output output : export.outputs()) {
            Instant begun = clock.instant();
            try {
                Optional<Descriptor> manifest = carrier.bring(output, progress);
                made.add(new MadeOutput(output, manifest));
                events.publish(new RunEvent.OutputMade(output.text(), manifest, since(begun)));
            } catch (EngineException | PluginException e) {
                Duration took = since(begun);
                e.problems()
                        .forEach(problem -> events.publish(new RunEvent.OutputFailed(output.text(), took, problem)));
                problems.addAll(e.problems());
            }
        }
        // Several names on an engine fail together, in the same words.
        return new BuildResult(
                Optional.of(image.artifact()),
                made,
                problems.stream().distinct().toList());
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, clock.instant());
    }
}
