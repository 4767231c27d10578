package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.output.Output;
import dev.chandler.lib.oci.DockerArchive;
import dev.chandler.lib.oci.ImageWriter;
import dev.chandler.lib.oci.IncompleteImageException;
import dev.chandler.lib.oci.OciLayout;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            } catch (EngineException e) {
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
        try (ImageWriter writer = writer(output, output.path().get(), artifact.references())) {
            engine.export(artifact, writer);
            return writer.finish();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while writing " + output);
            }
            throw failed(output, e);
        }
    }

    private static ImageWriter writer(Output output, Path path, List<String> references) throws IOException {
        return output.kind().equals(Output.OCI)
                ? OciLayout.open(path, references)
                : DockerArchive.open(path, references);
    }

    private static EngineException failed(Output output, IOException cause) {
        String what = "cannot write the output \"" + output + "\"";
        if (cause instanceof IncompleteImageException) {
            return new EngineException(
                    Problem.of("CH-OUTPUT-016", what)
                            .because("the engine did not give the whole image: " + cause.getMessage())
                            .remedy("build again; if it stays so, look at the engine's log"),
                    cause);
        }
        return new EngineException(
                Problem.of("CH-OUTPUT-015", what)
                        .because(words(cause))
                        .remedy("make room, or name another place; what was there before is as it was"),
                cause);
    }

    private static String words(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        String words = e instanceof NoSuchFileException
                ? "its folder is not there"
                : reason == null ? e.getClass().getSimpleName() : reason;
        return e instanceof FileSystemException file ? file.getFile() + ": " + words : words;
    }
}
