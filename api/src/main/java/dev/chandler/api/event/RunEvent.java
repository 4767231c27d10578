package dev.chandler.api.event;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Something that happened in a run.
 *
 * <p>The order, as regular expressions. A run that an engine was found for is
 *
 * <pre>
 * Notice* RunStarted BODY* ( Published ( OutputMade | OutputFailed )* )? RunEnded
 * </pre>
 *
 * and one that failed before has no {@link RunStarted}; one that builds nothing, and only brings an image to places that was
 * there before, is
 *
 * <pre>
 * ( OutputMade | OutputFailed )* RunEnded
 * </pre>
 *
 * {@link Notice} and {@link Progress} may come anywhere before
 * {@link RunEnded}, which is the last event always. BODY is {@link InstanceStarted}, {@link CheckpointTaken} and the
 * events of the steps, which interleave; but those of each step, tests being steps too, are in this order, so that every
 * start has exactly one end:
 *
 * <pre>
 * StepHit | StepStarted ( StepOutput | StepRetried )* ( StepSucceeded | StepFailed | StepCancelled )
 * </pre>
 *
 * Of what an earlier failure keeps from being run there are none. A step's {@link CheckpointTaken} comes after its
 * {@link StepHit} or {@link StepSucceeded}. A parallel block has no events but its branches' steps', also where it is a
 * hit, and {@link CheckpointTaken}. A run that failed says at least one problem, one that
 * succeeded none; {@link RunEnded#instancesStarted()} is the number of {@link InstanceStarted} events.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface RunEvent {

    /**
     * The run begins.
     *
     * @param buildId the build's id
     * @param name the manifest's name
     * @param engine the engine's id
     * @param endpoint the engine's address
     * @param reason why this engine was chosen
     * @param base what the build starts from
     * @param steps how many steps and tests there are, the branches' of parallel blocks counted each: in a run that succeeds,
     *     as many as have events
     */
    record RunStarted(
            String buildId, String name, String engine, String endpoint, String reason, String base, int steps)
            implements RunEvent {}

    /**
     * A step's or a test's result came from the cache.
     *
     * @param step the step's id
     * @param title the step in one line
     */
    record StepHit(String step, String title) implements RunEvent {}

    /**
     * A step or a test begins.
     *
     * @param step the step's id
     * @param title the step in one line
     */
    record StepStarted(String step, String title) implements RunEvent {}

    /**
     * A step wrote something.
     *
     * @param step the step's id
     * @param channel where it was written to
     * @param text what it wrote, decoded as UTF-8; ends anywhere but within a character
     */
    record StepOutput(String step, OutputSink.Channel channel, String text) implements RunEvent {}

    /**
     * A try of a step failed, and there is another.
     *
     * @param step the step's id
     * @param attempt which try failed, from 1
     * @param attempts how many there are in all
     * @param problem why it failed
     */
    record StepRetried(String step, int attempt, int attempts, Problem problem) implements RunEvent {}

    /**
     * A step or a test ended well.
     *
     * @param step the step's id
     * @param took how long it took
     */
    record StepSucceeded(String step, Duration took) implements RunEvent {}

    /**
     * A step or a test failed.
     *
     * @param step the step's id
     * @param took how long it took
     * @param problem why it failed
     */
    record StepFailed(String step, Duration took, Problem problem) implements RunEvent {}

    /**
     * A step or a test was ended before it was done.
     *
     * @param step the step's id
     * @param took how long it ran
     */
    record StepCancelled(String step, Duration took) implements RunEvent {}

    /**
     * An instance takes commands.
     *
     * @param instance the engine's name for it
     * @param from what it was started from, in words
     * @param took how long it took
     */
    record InstanceStarted(String instance, String from, Duration took) implements RunEvent {}

    /**
     * A state was kept.
     *
     * @param step the step after which it was kept
     * @param took how long it took
     */
    record CheckpointTaken(String step, Duration took) implements RunEvent {}

    /**
     * The image is there.
     *
     * @param artifact what was published
     * @param took how long it took
     */
    record Published(Artifact artifact, Duration took) implements RunEvent {}

    /**
     * The image is in one more place.
     *
     * @param output which, as the user named it: {@code registry:host:5000/app:1.0}
     * @param manifest the image's manifest there, where that place has one
     * @param took how long it took
     */
    record OutputMade(String output, Optional<Descriptor> manifest, Duration took) implements RunEvent {}

    /**
     * The image could not be brought to a place; the others are tried all the same.
     *
     * @param output which, as the user named it
     * @param took how long it took
     * @param problem why
     */
    record OutputFailed(String output, Duration took, Problem problem) implements RunEvent {}

    /**
     * Something slow goes on.
     *
     * @param what what is being done
     * @param doneBytes how many bytes are done, or -1
     * @param totalBytes how many there are, or -1
     */
    record Progress(String what, long doneBytes, long totalBytes) implements RunEvent {}

    /**
     * Something the user may want to know.
     *
     * @param text one line
     */
    record Notice(String text) implements RunEvent {}

    /**
     * The run is over, and nothing of it is left but what was asked for.
     *
     * @param outcome how it ended
     * @param took how long it took
     * @param instancesStarted how many instances were started
     * @param problems why it did not end well
     */
    record RunEnded(Outcome outcome, Duration took, int instancesStarted, List<Problem> problems) implements RunEvent {}

    /** How a run ended. */
    enum Outcome {
        /** Everything asked for was done. */
        SUCCEEDED,
        /** A step or test failed, or the engine did. */
        FAILED,
        /** Somebody ended it. */
        CANCELLED
    }
}
