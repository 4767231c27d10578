package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import java.util.List;

/** What a build did, by its own events. */
record Built(List<JsonObject> events) {

    static Built of(Ended ended) {
        return new Built(ended.events());
    }

    /** The build's id. */
    String id() {
        return one("run-started").get("build").getAsString();
    }

    /** The image's id. */
    String image() {
        return one("published").get("id").getAsString();
    }

    /** How many instances it says it has started. */
    int instances() {
        return one("run-ended").get("instances-started").getAsInt();
    }

    /** The steps that ran, in the order in which they started. */
    List<String> ran() {
        return steps("step-started");
    }

    /** The steps that were found. */
    List<String> hit() {
        return steps("step-hit");
    }

    /** The steps of which there is an event of this type. */
    List<String> steps(String type) {
        return all(type).stream().map(event -> event.get("step").getAsString()).toList();
    }

    /** All that a step wrote. */
    String output(String step) {
        StringBuilder text = new StringBuilder();
        all("step-output").stream()
                .filter(event -> event.get("step").getAsString().equals(step))
                .forEach(event -> text.append(event.get("text").getAsString()));
        return text.toString();
    }

    List<JsonObject> all(String type) {
        return events.stream()
                .filter(event -> event.get("event").getAsString().equals(type))
                .toList();
    }

    private JsonObject one(String type) {
        List<JsonObject> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " events " + type + " in " + events);
        }
        return found.get(0);
    }
}
