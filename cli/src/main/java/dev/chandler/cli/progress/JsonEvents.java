package dev.chandler.cli.progress;

import com.google.gson.JsonObject;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The events as JSON has them: what the view writes and docs/events.schema.json is made of.
 *
 * <p>What is here only grows; a field that goes, or means something else, is a new {@link #VERSION}.
 */
final class JsonEvents {

    static final int VERSION = 1;

    /** On every event where several builds are shown: which one it is of. */
    static final String PROJECT_BUILD = "project-build";

    static final List<EventShape<?>> SHAPES = List.of(
            EventShape.of(RunEvent.RunStarted.class)
                    .text("build", RunEvent.RunStarted::buildId)
                    .text("name", RunEvent.RunStarted::name)
                    .text("engine", RunEvent.RunStarted::engine)
                    .text("endpoint", RunEvent.RunStarted::endpoint)
                    .text("reason", RunEvent.RunStarted::reason)
                    .text("base", RunEvent.RunStarted::base)
                    .count("steps", RunEvent.RunStarted::steps),
            EventShape.of(RunEvent.StepHit.class)
                    .text("step", RunEvent.StepHit::step)
                    .text("title", RunEvent.StepHit::title),
            EventShape.of(RunEvent.StepStarted.class)
                    .text("step", RunEvent.StepStarted::step)
                    .text("title", RunEvent.StepStarted::title),
            EventShape.of(RunEvent.StepOutput.class)
                    .text("step", RunEvent.StepOutput::step)
                    .word("channel", Channel.class, RunEvent.StepOutput::channel)
                    .text("text", RunEvent.StepOutput::text),
            EventShape.of(RunEvent.StepRetried.class)
                    .text("step", RunEvent.StepRetried::step)
                    .count("attempt", RunEvent.StepRetried::attempt)
                    .count("attempts", RunEvent.StepRetried::attempts)
                    .problem(RunEvent.StepRetried::problem),
            EventShape.of(RunEvent.StepSucceeded.class)
                    .text("step", RunEvent.StepSucceeded::step)
                    .millis(RunEvent.StepSucceeded::took),
            EventShape.of(RunEvent.StepFailed.class)
                    .text("step", RunEvent.StepFailed::step)
                    .millis(RunEvent.StepFailed::took)
                    .problem(RunEvent.StepFailed::problem),
            EventShape.of(RunEvent.StepCancelled.class)
                    .text("step", RunEvent.StepCancelled::step)
                    .millis(RunEvent.StepCancelled::took),
            EventShape.of(RunEvent.InstanceStarted.class)
                    .text("instance", RunEvent.InstanceStarted::instance)
                    .text("from", RunEvent.InstanceStarted::from)
                    .millis(RunEvent.InstanceStarted::took),
            EventShape.of(RunEvent.CheckpointTaken.class)
                    .text("after", RunEvent.CheckpointTaken::step)
                    .millis(RunEvent.CheckpointTaken::took),
            EventShape.of(RunEvent.Published.class)
                    .text("id", e -> e.artifact().id().toString())
                    .texts("references", e -> e.artifact().references())
                    .truth("created", e -> e.artifact().created())
                    .millis(RunEvent.Published::took),
            EventShape.of(RunEvent.OutputMade.class)
                    .text("output", RunEvent.OutputMade::output)
                    .descriptor(RunEvent.OutputMade::manifest)
                    .millis(RunEvent.OutputMade::took),
            EventShape.of(RunEvent.OutputFailed.class)
                    .text("output", RunEvent.OutputFailed::output)
                    .millis(RunEvent.OutputFailed::took)
                    .problem(RunEvent.OutputFailed::problem),
            EventShape.of(RunEvent.Progress.class)
                    .text("what", RunEvent.Progress::what)
                    .size("done-bytes", RunEvent.Progress::doneBytes)
                    .size("total-bytes", RunEvent.Progress::totalBytes),
            EventShape.of(RunEvent.Notice.class).text("text", RunEvent.Notice::text),
            EventShape.of(RunEvent.RunEnded.class)
                    .word("outcome", RunEvent.Outcome.class, RunEvent.RunEnded::outcome)
                    .millis(RunEvent.RunEnded::took)
                    .count("instances-started", RunEvent.RunEnded::instancesStarted)
                    .problems(RunEvent.RunEnded::problems));

    private JsonEvents() {}

    /** An event as an object, with what every event has first. */
    static JsonObject json(RunEvent event, Instant time) {
        return json(event, time, Optional.empty());
    }

    /** An event of one of several builds, which it names. */
    static JsonObject json(RunEvent event, Instant time, Optional<String> build) {
        EventShape<?> shape = SHAPES.stream()
                .filter(each -> each.type().isInstance(event))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no shape for " + event));
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("event", shape.name());
        json.addProperty("time", time.toString());
        build.ifPresent(name -> json.addProperty(PROJECT_BUILD, name));
        shape.write(event, json);
        return json;
    }
}
