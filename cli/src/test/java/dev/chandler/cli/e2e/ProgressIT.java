package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.cli.progress.SchemaCheck;
import dev.chandler.cli.terminal.TerminalDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and programs are shown of a build: on a real pseudo terminal, and as JSON. */
class ProgressIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aTerminalEndsWithALineForEachStep() throws IOException {
        stranger.with("TERM", "xterm").with("LANG", "C.UTF-8").manifest("busybox", """
                install:
                  - echo one
                  - for i in 1 2 3; do printf "\\r$i of 3"; sleep 0.2; done
                  - parallel: [sleep 0.3, sleep 0.4]
                script: ["echo far too late; exit 3"]
                """);

        Path typescript = onTerminal("build").ended().file();

        assertThat(screen(typescript))
                .containsPattern("(?s)\\A(note: chandler\\.lock has [^✔]*\n)?building .* from busybox.*"
                        + "✔ install\\[0]  echo one  .*✔ install\\[1]  for .*✔ install\\[2]\\.branch\\[\\d]  sleep .*✔ install\\[2]\\.branch\\[\\d]  sleep .*"
                        + "✗ script\\[0]  .*  FAILED after .*\n  │ far too late\nfailed in ");
        assertThat(screen(typescript)).doesNotContain("▸").doesNotContain(" of 6 steps");
        assertThat(Files.readString(typescript)).contains("▸", "│ 2 of 3", "2 at once", "\u001b[32m");
    }

    @Test
    void controlCLeavesTheTerminalAsItWas() throws IOException {
        stranger.with("TERM", "xterm").with("LANG", "C.UTF-8");
        stranger.manifest("busybox", "install: [\"echo I am running; sleep 600\"]\n");
        OnTerminal build = onTerminal("build");
        build.awaits("│ I am running");

        build.interrupt();

        String shown = screen(build.ended().file());
        assertThat(shown)
                .contains("stopping; once more leaves at once\n", "· install[0]", "cancelled after")
                .doesNotContain("▸");
    }

    @Test
    void aTerminalThatCanDoLittleGetsWhatItCan() throws IOException {
        stranger.manifest("busybox", "install: [\"echo größer; sleep 0.3\"]\n");
        stranger.with("TERM", "xterm").with("LANG", "C").with("NO_COLOR", "1");
        assertThat(Files.readString(onTerminal("build").ended().file()))
                .contains("> install[0]", "| gr??er", "+ install[0]")
                .doesNotContain("▸")
                .doesNotContainPattern("\u001b\\[\\d+m");

        stranger.with("TERM", "dumb");
        assertThat(Files.readString(onTerminal("build").ended().file()))
                .contains("install[0]  cached")
                .doesNotContain("\u001b");
    }

    @Test
    void everyLineOfARealBuildIsAsThePublishedSchemaHasIt() {
        stranger.manifest("busybox", "install:\n  - echo one\n  - {run: echo two >&2; exit 1, retries: 1}\n");
        SchemaCheck schema = SchemaCheck.published();

        List<JsonObject> red =
                stranger.runs("build", "--progress", "json").exits(1).events();
        stranger.manifest("busybox", "install:\n  - echo one\n  - echo two\nscript: [echo three]\n");
        List<JsonObject> green = stranger.builds().events();

        assertThat(red)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(schema.problems(event)).isEmpty());
        assertThat(green)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(schema.problems(event)).isEmpty());
    }

    private OnTerminal onTerminal(String command) throws IOException {
        Path file = Files.createTempFile(stranger.root(), "typescript", "");
        String line = "stty cols 70 rows 20; exec " + BuiltDistribution.launcher() + " " + command;
        return new OnTerminal(
                stranger.startsCommand(stranger.project(), List.of("script", "-qefc", line, file.toString())), file);
    }

    /** What is to be seen in the end, of the file that {@code script} has written: a line of its own, then the bytes. */
    private static String screen(Path typescript) throws IOException {
        String text = Files.readString(typescript);
        TerminalDouble terminal = new TerminalDouble(70, 20);
        terminal.write(text.substring(text.indexOf('\n') + 1, text.lastIndexOf("\nScript done")));
        terminal.flush();
        return terminal.text();
    }

    private record OnTerminal(ChandlerProcess process, Path file) {

        void awaits(String text) throws IOException {
            Instant end = Instant.now().plus(Duration.ofSeconds(60));
            while (!Files.readString(file).contains(text)) {
                assertThat(Instant.now()).isBefore(end);
                Thread.onSpinWait();
            }
        }

        void interrupt() {
            Shell.run(List.of("pkill", "-INT", "-P", Long.toString(process.pid())))
                    .exits(0);
        }

        OnTerminal ended() {
            process.ended(Duration.ofSeconds(60));
            return this;
        }
    }
}
