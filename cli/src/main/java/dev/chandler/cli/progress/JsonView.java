package dev.chandler.cli.progress;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.chandler.api.event.RunEvent;
import java.io.PrintWriter;
import java.time.Instant;

/** An event a line, as docs/events.md describes them. */
final class JsonView implements ProgressView {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrintWriter out;

    JsonView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(RunEvent event) {
        out.println(GSON.toJson(JsonEvents.json(event, Instant.now())));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
