package dev.chandler.cli.progress;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.chandler.api.event.RunEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;

/** An event a line, as docs/events.md describes them. */
final class JsonView implements ProgressView {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrintWriter out;

    JsonView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(RunEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("event", name(event));
        json.addProperty("time", Instant.now().toString());
        JsonEvents.describe(event, json);
        out.println(GSON.toJson(json));
        out.flush();
    }

    /** {@code StepStarted} is {@code step-started}. */
    private static String name(RunEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        out.flush();
    }
}
