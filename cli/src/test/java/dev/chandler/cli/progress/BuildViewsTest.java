package dev.chandler.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import dev.chandler.cli.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several builds in one view. */
class BuildViewsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), Path.of("/"), Map.of());

    /** Two builds whose steps have one id, which write at once. */
    private void shown(ProgressMode mode) {
        try (BuildViews views = mode.views(console, false)) {
            for (String build : List.of("api", "web")) {
                views.of(build)
                        .on(new RunEvent.RunStarted(
                                "0123456789abcdef", build, "docker", "unix:///s", "why", "busybox", 1));
            }
            var api = views.of("api");
            var web = views.of("web");
            api.on(new RunEvent.StepStarted("install[0]", "echo one"));
            web.on(new RunEvent.StepStarted("install[0]", "echo two"));
            api.on(new RunEvent.StepOutput("install[0]", Channel.STDOUT, "one\n"));
            web.on(new RunEvent.StepOutput("install[0]", Channel.STDOUT, "two\n"));
            web.on(new RunEvent.StepSucceeded("install[0]", Duration.ofMillis(20)));
            api.on(new RunEvent.StepSucceeded("install[0]", Duration.ofMillis(30)));
            web.on(new RunEvent.RunEnded(RunEvent.Outcome.SUCCEEDED, Duration.ofSeconds(1), 1, List.of()));
            api.on(new RunEvent.RunEnded(RunEvent.Outcome.SUCCEEDED, Duration.ofSeconds(2), 1, List.of()));
        }
    }

    @Test
    void aLineSaysWhoseItIs() {
        shown(ProgressMode.plain);

        assertThat(err.toString().lines())
                .allMatch(line -> line.startsWith("[api] ") || line.startsWith("[web] "))
                .contains(
                        "[api] install[0]  run  echo one",
                        "[web] install[0] | two",
                        "[web] install[0]  done in 20 ms",
                        "[api] done in 2.0 s; 1 instance was started");
    }

    @Test
    void anEventSaysWhoseItIsAndAnEventOfASingleBuildDoesNot() {
        shown(ProgressMode.json);

        List<JsonObject> events = out.toString()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(events)
                .hasSize(10)
                .allSatisfy(event ->
                        assertThat(event.get("project-build").getAsString()).isIn("api", "web"));
        StringWriter single = new StringWriter();
        new JsonView(new PrintWriter(single)).on(new RunEvent.Notice("hello"));
        assertThat(single.toString()).doesNotContain("project-build");
    }

    @Test
    void onATerminalStepsOfOneIdAreKeptApart() {
        shown(ProgressMode.tty);

        assertThat(err.toString())
                .contains("[api] install[0]  echo one  30 ms")
                .contains("[web] install[0]  echo two  20 ms")
                .contains("[web] done in 1.0 s; 1 instance was started");
    }

    @Test
    void quietSaysNothing() {
        shown(ProgressMode.quiet);

        assertThat(out.toString() + err).isEmpty();
    }
}
