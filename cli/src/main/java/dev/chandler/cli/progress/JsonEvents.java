package dev.chandler.cli.progress;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Problem;
import java.util.List;
import java.util.Locale;

/** The fields of each event in JSON; docs/events.md is their reference. */
final class JsonEvents {

    private JsonEvents() {}

    static void describe(RunEvent event, JsonObject json) {
        String step = StepIds.of(event);
        if (!step.isEmpty()) {
            json.addProperty("step", step);
        }
        if (event instanceof RunEvent.RunStarted e) {
            json.addProperty("build", e.buildId());
            json.addProperty("name", e.name());
            json.addProperty("engine", e.engine());
            json.addProperty("endpoint", e.endpoint());
            json.addProperty("reason", e.reason());
            json.addProperty("base", e.base());
            json.addProperty("steps", e.steps());
        } else if (event instanceof RunEvent.StepHit e) {
            json.addProperty("title", e.title());
        } else if (event instanceof RunEvent.StepStarted e) {
            json.addProperty("title", e.title());
        } else if (event instanceof RunEvent.StepOutput e) {
            json.addProperty("channel", e.channel().name().toLowerCase(Locale.ROOT));
            json.addProperty("text", e.text());
        } else if (event instanceof RunEvent.StepRetried e) {
            json.addProperty("attempt", e.attempt());
            json.addProperty("attempts", e.attempts());
            json.add("problem", problem(e.problem()));
        } else if (event instanceof RunEvent.StepSucceeded e) {
            json.addProperty("millis", e.took().toMillis());
        } else if (event instanceof RunEvent.StepFailed e) {
            json.addProperty("millis", e.took().toMillis());
            json.add("problem", problem(e.problem()));
        } else if (event instanceof RunEvent.StepCancelled e) {
            json.addProperty("millis", e.took().toMillis());
        } else {
            describeRun(event, json);
        }
    }

    private static void describeRun(RunEvent event, JsonObject json) {
        if (event instanceof RunEvent.InstanceStarted e) {
            json.addProperty("instance", e.instance());
            json.addProperty("from", e.from());
            json.addProperty("millis", e.took().toMillis());
        } else if (event instanceof RunEvent.CheckpointTaken e) {
            json.addProperty("after", e.step());
            json.addProperty("millis", e.took().toMillis());
        } else if (event instanceof RunEvent.Published e) {
            json.addProperty("id", e.artifact().id().toString());
            JsonArray references = new JsonArray();
            e.artifact().references().forEach(references::add);
            json.add("references", references);
            json.addProperty("created", e.artifact().created());
            json.addProperty("millis", e.took().toMillis());
        } else if (event instanceof RunEvent.OutputMade e) {
            json.addProperty("output", e.output());
            e.manifest().ifPresent(manifest -> {
                json.addProperty("digest", manifest.digest().toString());
                json.addProperty("media-type", manifest.mediaType());
                json.addProperty("size-bytes", manifest.sizeBytes());
            });
            json.addProperty("millis", e.took().toMillis());
        } else if (event instanceof RunEvent.OutputFailed e) {
            json.addProperty("output", e.output());
            json.addProperty("millis", e.took().toMillis());
            json.add("problem", problem(e.problem()));
        } else if (event instanceof RunEvent.Progress e) {
            json.addProperty("what", e.what());
            json.addProperty("done-bytes", e.doneBytes());
            json.addProperty("total-bytes", e.totalBytes());
        } else if (event instanceof RunEvent.Notice e) {
            json.addProperty("text", e.text());
        } else if (event instanceof RunEvent.RunEnded e) {
            json.addProperty("outcome", e.outcome().name().toLowerCase(Locale.ROOT));
            json.addProperty("millis", e.took().toMillis());
            json.addProperty("instances-started", e.instancesStarted());
            json.add("problems", problems(e.problems()));
        }
    }

    private static JsonArray problems(List<Problem> problems) {
        JsonArray array = new JsonArray();
        problems.forEach(problem -> array.add(problem(problem)));
        return array;
    }

    private static JsonObject problem(Problem problem) {
        JsonObject json = new JsonObject();
        json.addProperty("code", problem.code());
        json.addProperty("what", problem.what());
        problem.where().ifPresent(where -> json.addProperty("where", where.toString()));
        problem.why().ifPresent(why -> json.addProperty("why", why));
        problem.remedy().ifPresent(remedy -> json.addProperty("remedy", remedy));
        return json;
    }
}
