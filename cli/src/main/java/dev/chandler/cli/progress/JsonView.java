package dev.chandler.cli.progress;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.chandler.api.event.RunEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;

/** An event a line, as docs/events.md describes them. */
final class JsonView implements ProgressView {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrintWriter out;
    private final Optional<String> build;

    JsonView(PrintWriter out) {
        this(out, Optional.empty());
    }

    /** Makes the view of one of several builds. */
    JsonView(PrintWriter out, Optional<String> build) {
        this.out = out;
        this.build = build;
    }

    @Override
    public void on(RunEvent event) {
        out.println(GSON.toJson(JsonEvents.json(event, Instant.now(), build)));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
