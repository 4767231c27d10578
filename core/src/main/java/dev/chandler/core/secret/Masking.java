package dev.chandler.core.secret;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Masks what leaves a build: output, events, errors. Thread-safe; knows whatever secrets have been read by then. */
public final class Masking {

    private final Supplier<SecretPatterns> patterns;

    Masking(Supplier<SecretPatterns> patterns) {
        this.patterns = patterns;
    }

    /**
     * Masks output.
     *
     * @param sink where it goes
     * @return to be closed when nothing more comes, or nothing for a while
     */
    public MaskedSink over(OutputSink sink) {
        return new MaskedSink(sink, patterns);
    }

    /**
     * Masks what an event says; the output in it has been masked before.
     *
     * @param event the event
     * @return the same, or one like it
     */
    public RunEvent event(RunEvent event) {
        if (patterns.get().isEmpty()) {
            return event;
        }
        if (event instanceof RunEvent.StepHit hit) {
            return new RunEvent.StepHit(text(hit.step()), text(hit.title()));
        }
        if (event instanceof RunEvent.StepStarted started) {
            return new RunEvent.StepStarted(text(started.step()), text(started.title()));
        }
        if (event instanceof RunEvent.StepOutput output) {
            return new RunEvent.StepOutput(text(output.step()), output.channel(), output.text());
        }
        if (event instanceof RunEvent.StepRetried retried) {
            return new RunEvent.StepRetried(
                    text(retried.step()), retried.attempt(), retried.attempts(), problem(retried.problem()));
        }
        if (event instanceof RunEvent.StepSucceeded succeeded) {
            return new RunEvent.StepSucceeded(text(succeeded.step()), succeeded.took());
        }
        if (event instanceof RunEvent.StepFailed failed) {
            return new RunEvent.StepFailed(text(failed.step()), failed.took(), problem(failed.problem()));
        }
        if (event instanceof RunEvent.StepCancelled cancelled) {
            return new RunEvent.StepCancelled(text(cancelled.step()), cancelled.took());
        }
        if (event instanceof RunEvent.CheckpointTaken taken) {
            return new RunEvent.CheckpointTaken(text(taken.step()), taken.took());
        }
        if (event instanceof RunEvent.OutputMade made) {
            return new RunEvent.OutputMade(text(made.output()), made.manifest(), made.took());
        }
        if (event instanceof RunEvent.Progress progress) {
            return new RunEvent.Progress(text(progress.what()), progress.doneBytes(), progress.totalBytes());
        }
        if (event instanceof RunEvent.OutputFailed failed) {
            return new RunEvent.OutputFailed(text(failed.output()), failed.took(), problem(failed.problem()));
        }
        if (event instanceof RunEvent.Notice notice) {
            return new RunEvent.Notice(text(notice.text()));
        }
        if (event instanceof RunEvent.RunEnded ended) {
            return new RunEvent.RunEnded(
                    ended.outcome(), ended.took(), ended.instancesStarted(), problems(ended.problems()));
        }
        return event;
    }

    /**
     * Masks an error.
     *
     * @param error the error
     * @return the same where there is no secret in it; else one of its kind, without its cause, which may hold it too
     */
    public ChandlerException error(ChandlerException error) {
        List<Problem> masked = problems(error.problems());
        if (masked.equals(error.problems())) {
            return error;
        }
        ChandlerException clean = like(error, masked);
        clean.setStackTrace(error.getStackTrace());
        return clean;
    }

    private static ChandlerException like(ChandlerException error, List<Problem> problems) {
        if (error instanceof ManifestException) {
            return new ManifestException(problems);
        }
        if (error instanceof ProvisionException) {
            return new ProvisionException(problems);
        }
        if (error instanceof EngineException) {
            return new EngineException(problems);
        }
        if (error instanceof PluginException) {
            return new PluginException(problems);
        }
        if (error instanceof CacheException) {
            return new CacheException(problems);
        }
        throw new IllegalStateException("no such error: " + error.getClass());
    }

    /**
     * Masks problems.
     *
     * @param problems the problems
     * @return the same, or like them
     */
    public List<Problem> problems(List<Problem> problems) {
        return problems.stream().map(this::problem).toList();
    }

    private Problem problem(Problem problem) {
        return Problem.of(problem.code(), text(problem.what()))
                .at(problem.where().orElse(null))
                .because(text(problem.why()))
                .remedy(text(problem.remedy()));
    }

    private @Nullable String text(Optional<String> text) {
        return text.map(this::text).orElse(null);
    }

    private String text(String text) {
        MaskedStream stream = new MaskedStream(patterns);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(stream.write(text.getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(stream.flush());
        return stream.masked() ? out.toString(StandardCharsets.UTF_8) : text;
    }
}
