package dev.chandler.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.terminal.Look;
import dev.chandler.cli.terminal.Screen;
import dev.chandler.cli.terminal.TerminalDouble;
import dev.chandler.testkit.Golden;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalViewTest {

    private static final Look PLAIN = new Look(false, true);
    private static final Problem PROBLEM = Problem.of("CH-STEP-001", "step \"script[1]\" failed: exit status 1");
    private static final RunEvent STARTED = new RunEvent.RunStarted(
            "0123456789abcdef", "app", "docker", "unix:///run/docker.sock", "the first that answers", "busybox", 9);

    private final ClockDouble clock = new ClockDouble();
    private final TerminalDouble terminal = new TerminalDouble(60, 14);
    private final Screen screen = terminal.screen(PLAIN);
    private final TerminalView view = new TerminalView(screen, clock, false);

    @Test
    void showsWhatRunsWithItsLastLinesAndTime() {
        begin(view);

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                ✔ 2 steps from the cache
                ▸ install[2]  make  3 s
                  │ cc -c two.c
                  │ cc -c three.c
                  │ cc -c four.c
                  │ cc -c five.c
                  │ cc -c six.c
                2 of 9 steps, 3 s
                """);
    }

    @Test
    void aStepThatIsDoneIsOneLineThatStays() {
        begin(view);

        on(new RunEvent.StepSucceeded("install[2]", Duration.ofMillis(3210)));

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                ✔ 2 steps from the cache
                ✔ install[2]  make  3.2 s
                3 of 9 steps, 3 s
                """);
    }

    @Test
    void stepsThatRunAtOnceShareTheRoom() {
        on(STARTED);
        for (int i = 0; i < 3; i++) {
            on(new RunEvent.StepStarted("script[" + i + "]", "test " + i));
            on(new RunEvent.StepOutput("script[" + i + "]", Channel.STDOUT, "one\ntwo\nthree\nfour\n"));
        }

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                ▸ script[0]  test 0  0 s
                  │ two
                  │ three
                  │ four
                ▸ script[1]  test 1  0 s
                  │ two
                  │ three
                  │ four
                ▸ script[2]  test 2  0 s
                  │ two
                  │ three
                  │ four
                0 of 9 steps, 3 at once, 0 s
                """);
    }

    @Test
    void theAreaIsNeverHigherThanTheScreen() {
        on(STARTED);
        IntStream.range(0, 40).forEach(i -> on(new RunEvent.StepStarted("script[" + i + "]", "test")));
        IntStream.range(0, 40).forEach(i -> on(new RunEvent.StepSucceeded("script[" + i + "]", Duration.ofMillis(i))));
        view.close();

        assertThat(terminal.text().lines()).hasSize(41).doesNotHaveDuplicates();
    }

    @Test
    void aStepThatFailsLeavesItsLastLines() {
        begin(view);
        on(new RunEvent.StepOutput("install[2]", Channel.STDERR, "no rule to make target"));

        on(new RunEvent.StepFailed("install[2]", Duration.ofSeconds(65), PROBLEM));
        end(view);

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                ✔ 2 steps from the cache
                ✗ install[2]  make  FAILED after 1 min 5 s
                  │ cc -c one.c
                  │ cc -c two.c
                  │ cc -c three.c
                  │ cc -c four.c
                  │ cc -c five.c
                  │ cc -c six.c
                  │ no rule to make target
                failed in 70 ms; 1 instance was started
                """);
    }

    @Test
    void hitsThatFollowEachOtherAreOneLine() {
        on(STARTED);
        for (int i = 0; i < 5; i++) {
            on(new RunEvent.StepHit("install[" + i + "]", "make " + i));
        }
        on(new RunEvent.StepStarted("install[5]", "make"));
        on(new RunEvent.StepSucceeded("install[5]", Duration.ofMillis(7)));
        on(new RunEvent.StepHit("script[0]", "test"));
        end(view);

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                ✔ 5 steps from the cache
                ✔ install[5]  make  7 ms
                ✔ script[0]  test  cached
                failed in 70 ms; 1 instance was started
                """);
    }

    @Test
    void aBarOfProgressIsWhereItIsNow() {
        on(STARTED);
        on(new RunEvent.StepStarted("install[0]", "wget"));
        on(new RunEvent.StepOutput("install[0]", Channel.STDERR, "\r 10 % [=>    ]\r 50 % "));
        on(new RunEvent.StepOutput("install[0]", Channel.STDERR, "[===>  ]\r"));

        assertThat(terminal.text()).contains("  │  50 % [===>  ]\n").doesNotContain("10 %");
    }

    @Test
    void sequencesAndControlCharactersOfStepsAreNotPassedOn() {
        on(STARTED);
        on(new RunEvent.StepStarted("install[0]", "printf '\u001b[2J'\u0007 \u202eevil"));
        on(new RunEvent.StepOutput(
                "install[0]", Channel.STDOUT, "\u001b[1;31mred\u001b[0m \u001b]0;title\u0007\u001b[5"));
        on(new RunEvent.StepOutput("install[0]", Channel.STDOUT, "Abell\b\u0000\u009b2Jend\ttab\u001b(B\u001bc.\n"));

        assertThat(terminal.text()).contains("▸ install[0]  printf '' evil").contains("  │ red bellend    tab.\n");
    }

    @Test
    void wideCharactersAndMarksAreCutWhereTheScreenEnds() {
        TerminalDouble narrow = new TerminalDouble(20, 12);
        TerminalView there = new TerminalView(narrow.screen(PLAIN), clock, false);
        there.on(new RunEvent.StepStarted("s", "漢字漢字漢字漢字漢字"));
        there.on(new RunEvent.StepOutput(
                "s",
                Channel.STDOUT,
                "🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢\ne\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
                        + "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301\n"));
        there.draw();

        assertThat(narrow.text()).isEqualTo("""
                ▸ s  漢字漢字…  0 s
                  │ 🚢🚢🚢🚢🚢🚢🚢…
                  │ e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301…
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 20, 40, 80, 1000})
    void aRunLooksWellAtAnyWidth(int columns) {
        TerminalDouble there = new TerminalDouble(columns, 24);
        TerminalView any = new TerminalView(there.screen(PLAIN), clock, false);
        wholeRun(any);

        String shown = there.text();
        any.close();
        Golden.assertMatches("progress/screen-" + columns + ".txt", shown + "----\n" + there.text());
    }

    @Test
    void aTerminalWithoutUnicodeGetsAsciiAlone() {
        TerminalDouble there = new TerminalDouble(60, 24);
        TerminalView ascii = new TerminalView(there.screen(new Look(false, false)), clock, false);
        wholeRun(ascii);
        ascii.on(new RunEvent.Notice("größer"));
        ascii.close();

        assertThat(there.text()).matches("[ -~\n]*").contains("note: gr??er");
        Golden.assertMatches("progress/screen-ascii.txt", there.text());
    }

    @Test
    void coloursAreEndedWhereTheyBegin() {
        TerminalDouble there = new TerminalDouble(60, 24);
        TerminalView coloured = new TerminalView(there.screen(new Look(true, true)), clock, false);
        wholeRun(coloured);
        assertThat(there.isColoured()).isFalse();

        coloured.close();
        TerminalDouble same = new TerminalDouble(60, 24);
        TerminalView plain = new TerminalView(same.screen(PLAIN), clock, false);
        wholeRun(plain);
        plain.close();
        assertThat(there.text()).isEqualTo(same.text());
    }

    @Test
    void nothingIsWrittenWhereNothingHasChanged() {
        begin(view);
        int writes = terminal.writes();

        view.draw();
        clock.pass(Duration.ofMillis(900));
        view.draw();
        assertThat(terminal.writes()).isEqualTo(writes);

        clock.pass(Duration.ofMillis(100));
        view.draw();
        assertThat(terminal.writes()).isEqualTo(writes + 1);
        assertThat(terminal.text()).contains("make  4 s").contains("steps, 4 s");
    }

    @Test
    void whatIsSaidMeanwhileStaysAboveTheArea() {
        begin(view);

        screen.say("stopping; once more leaves at once");
        on(new RunEvent.StepCancelled("install[2]", Duration.ofSeconds(4)));
        end(view);

        assertThat(terminal.text()).isEqualTo("""
                building app from busybox on docker (the first that answers)
                stopping; once more leaves at once
                ✔ 2 steps from the cache
                · install[2]  make  cancelled after 4.0 s
                failed in 70 ms; 1 instance was started
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 59, 61, 200})
    void aTerminalThatWasMadeNarrowerOrWiderIsDrawnAnew(int columns) {
        begin(view);
        on(new RunEvent.StepOutput("install[2]", Channel.STDOUT, "x".repeat(300)));

        terminal.resize(columns);
        screen.resized();
        on(new RunEvent.StepSucceeded("install[2]", Duration.ofMillis(3210)));
        end(view);

        assertThat(terminal.text().lines().skip(columns < 60 ? (59 + columns) / columns : 1))
                .containsExactly(wrapped(
                        columns,
                        columns == 20 ? "✔ 2 steps from the…" : "✔ 2 steps from the cache",
                        columns == 20 ? "✔ install[2]  3.2 s" : "✔ install[2]  make  3.2 s",
                        "failed in 70 ms; 1 instance was started"));
    }

    @Test
    void progressOfWhatIsSlowIsShownUntilSomethingElseHappens() {
        on(new RunEvent.Progress("pulling busybox", 512, 1024));
        assertThat(terminal.text()).isEqualTo("▸ pulling busybox 50 %\n");

        on(STARTED);
        assertThat(terminal.text()).doesNotContain("pulling");
    }

    @Test
    void aRunThatNeverBeganLeavesNothingThatMoves() {
        on(new RunEvent.Progress("pulling busybox", 512, 1024));
        end(view);

        assertThat(terminal.text()).isEqualTo("failed in 70 ms; 1 instance was started\n");
    }

    @Test
    void whatIsShownOfOneLineWithoutAnEndIsBounded() {
        on(STARTED);
        on(new RunEvent.StepStarted("install[0]", "yes | tr -d '\\n'"));
        for (int i = 0; i < 100; i++) {
            view.on(new RunEvent.StepOutput("install[0]", Channel.STDOUT, "y".repeat(10_000)));
        }
        view.draw();

        assertThat(terminal.text()).contains("  │ " + "y".repeat(54) + "…\n");
    }

    private static String[] wrapped(int columns, String... lines) {
        return Stream.of(lines)
                .flatMap(line -> Stream.of(line.split("(?<=\\G.{" + columns + "})")))
                .map(String::stripTrailing)
                .toArray(String[]::new);
    }

    private void begin(TerminalView shown) {
        shown.on(STARTED);
        shown.on(new RunEvent.StepHit("install[0]", "apk add gcc"));
        shown.on(new RunEvent.StepHit("install[1]", "copy . to /src"));
        shown.on(new RunEvent.StepStarted("install[2]", "make"));
        shown.on(new RunEvent.StepOutput(
                "install[2]", Channel.STDOUT, "cc -c one.c\ncc -c two.c\ncc -c three.c\ncc -c fo"));
        shown.on(new RunEvent.StepOutput("install[2]", Channel.STDOUT, "ur.c\ncc -c five.c\r\ncc -c six.c\n"));
        clock.pass(Duration.ofSeconds(3));
        shown.draw();
    }

    private void wholeRun(TerminalView shown) {
        begin(shown);
        shown.on(new RunEvent.StepRetried("install[2]", 1, 2, PROBLEM));
        shown.on(new RunEvent.StepSucceeded("install[2]", Duration.ofMillis(3456)));
        shown.on(new RunEvent.Notice("the base declares volumes: /data"));
        shown.draw();
        shown.on(new RunEvent.StepStarted("script[0]", "python -m pytest tests/unit --cov factory --cov-report xml"));
        shown.on(new RunEvent.StepStarted("a test with a long name of its own", "false"));
        shown.on(new RunEvent.StepOutput("script[0]", Channel.STDOUT, "tests/unit/test_one.py ....\nüber\n"));
        clock.pass(Duration.ofSeconds(72));
        shown.draw();
        shown.on(new RunEvent.StepFailed("a test with a long name of its own", Duration.ofSeconds(72), PROBLEM));
        shown.on(new RunEvent.Published(
                new Artifact(Digest.of("image"), List.of("app:latest"), true), Duration.ofMillis(80)));
        shown.draw();
    }

    private void on(RunEvent event) {
        view.on(event);
        view.draw();
    }

    private static void end(TerminalView shown) {
        shown.on(new RunEvent.RunEnded(RunEvent.Outcome.FAILED, Duration.ofMillis(70), 1, List.of(PROBLEM)));
        shown.close();
    }

    private static final class ClockDouble extends Clock {

        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
