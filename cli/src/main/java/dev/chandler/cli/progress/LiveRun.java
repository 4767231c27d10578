package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.cli.terminal.Look;
import dev.chandler.cli.terminal.Look.Style;
import dev.chandler.cli.terminal.Row;
import dev.chandler.cli.terminal.Size;
import dev.chandler.cli.terminal.VisibleText;
import dev.chandler.core.plan.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a run is to be seen at a moment: what is done since the last time, and what goes on.
 *
 * <p>Hits on end are one line. Not thread-safe.
 */
final class LiveRun {

    /**
     * What is to be drawn.
     *
     * @param done lines that stay
     * @param area what goes on
     */
    record Picture(List<String> done, List<Row> area) {}

    /** How many lines of a running step are shown where there is room. */
    private static final int SHOWN = 5;

    /** How many lines a failed step leaves. */
    private static final int KEPT = 10;

    private final Look look;
    private final Clock clock;
    private final boolean verbose;
    private final String prefix;

    private final List<Function<StepRows, String>> done = new ArrayList<>();
    private final Map<String, RunningStep> running = new LinkedHashMap<>();
    private final List<RunEvent.StepHit> hits = new ArrayList<>();
    private String slow = "";
    private int steps;
    private int ended;
    private @Nullable Instant begun;

    /**
     * Begins with nothing.
     *
     * @param prefix what stands before the ids of its steps and what is said of it, where there are others beside it
     */
    LiveRun(Look look, Clock clock, boolean verbose, String prefix) {
        this.prefix = prefix;
        this.look = look;
        this.clock = clock;
        this.verbose = verbose;
    }

    void on(RunEvent event) {
        slow = event instanceof RunEvent.Progress progress
                ? words(progress)
                : event instanceof RunEvent.Notice ? slow : "";
        if (event instanceof RunEvent.StepHit hit) {
            hits.add(hit);
            ended++;
        } else if (event instanceof RunEvent.StepStarted e) {
            running.put(e.step(), new RunningStep(e.step(), e.title(), clock.instant(), new OutputTail(KEPT)));
        } else if (event instanceof RunEvent.StepOutput e) {
            @Nullable RunningStep step = running.get(e.step());
            if (step != null) {
                step.output().add(e.channel(), e.text());
            }
        } else if (event instanceof RunEvent.StepRetried e) {
            String tried = "try " + e.attempt() + " of " + e.attempts() + " failed";
            line(rows -> rows.row(
                            Style.YELLOW,
                            look.sign("↻", "!"),
                            prefix + e.step(),
                            e.problem().what(),
                            tried)
                    .text());
        } else {
            onEnd(event);
        }
    }

    private void onEnd(RunEvent event) {
        if (event instanceof RunEvent.StepSucceeded e) {
            end(e.step(), Style.GREEN, look.sign("✔", "+"), Durations.words(e.took()), 0);
        } else if (event instanceof RunEvent.StepFailed e) {
            end(e.step(), Style.RED, look.sign("✗", "x"), "FAILED after " + Durations.words(e.took()), KEPT);
        } else if (event instanceof RunEvent.StepCancelled e) {
            end(e.step(), Style.PLAIN, look.sign("·", "-"), "cancelled after " + Durations.words(e.took()), 0);
        } else {
            onRun(event);
        }
    }

    private void onRun(RunEvent event) {
        if (event instanceof RunEvent.RunStarted e) {
            begun = clock.instant();
            steps = e.steps();
        }
        if (event instanceof RunEvent.RunEnded) {
            end();
        }
        RunWords.line(event, verbose).ifPresent(words -> {
            String shown = look.shown(
                    words.lines().map(line -> VisibleText.of(prefix + line)).collect(Collectors.joining("\n")));
            line(rows -> shown);
        });
    }

    /** From now on nothing goes on. */
    void end() {
        running.clear();
        begun = null;
        slow = "";
        hitsLine();
    }

    private void end(String id, Style style, String sign, String how, int left) {
        ended++;
        @Nullable RunningStep step = running.remove(id);
        line(rows -> rows.row(style, sign, prefix + id, step == null ? "" : step.title(), how)
                .text());
        if (step != null) {
            step.output()
                    .last(left)
                    .forEach(line -> line(rows -> rows.output(List.of(line))
                            .findFirst()
                            .orElse(Row.EMPTY)
                            .text()));
        }
    }

    private void line(Function<StepRows, String> line) {
        hitsLine();
        done.add(line);
    }

    private void hitsLine() {
        if (!hits.isEmpty()) {
            List<RunEvent.StepHit> collapsed = List.copyOf(hits);
            hits.clear();
            done.add(rows -> cached(rows, collapsed).text());
        }
    }

    private Row cached(StepRows rows, List<RunEvent.StepHit> collapsed) {
        RunEvent.StepHit first = collapsed.get(0);
        return collapsed.size() == 1
                ? rows.row(Style.GREEN, look.sign("✔", "+"), prefix + first.step(), first.title(), "cached")
                : rows.words(
                        Style.GREEN, look.sign("✔", "+") + " ", prefix + collapsed.size() + " steps from the cache");
    }

    /** Draws it for a screen; what is done is in one picture only. */
    Picture picture(Size size) {
        StepRows rows = new StepRows(look, size.columns());
        List<String> lines = done.stream().map(line -> line.apply(rows)).toList();
        done.clear();
        return new Picture(lines, area(rows, size.rows() - 1));
    }

    private List<Row> area(StepRows rows, int height) {
        List<Row> area = new ArrayList<>();
        if (!hits.isEmpty()) {
            area.add(cached(rows, hits));
        }
        int shown = Math.min(running.size(), Math.max(0, height - area.size() - (slow.isEmpty() ? 1 : 2)));
        int room = height - area.size() - shown - (slow.isEmpty() ? 1 : 2);
        int each = shown == 0 ? 0 : Math.max(0, Math.min(SHOWN, room / shown));
        Instant now = clock.instant();
        running.values().stream().limit(shown).forEach(step -> {
            area.add(rows.row(Style.CYAN, look.sign("▸", ">"), prefix + step.id(), step.title(), step.clock(now)));
            rows.output(step.output().last(each)).forEach(area::add);
        });
        if (!slow.isEmpty()) {
            area.add(rows.words(Style.CYAN, look.sign("▸", ">") + " ", VisibleText.of(prefix + slow)));
        }
        if (begun != null) {
            area.add(rows.words(Style.DIM, summary(begun, now), ""));
        }
        return area.subList(0, Math.max(0, Math.min(area.size(), height)));
    }

    private String summary(Instant start, Instant now) {
        String several = running.size() > 1 ? ", " + running.size() + " at once" : "";
        return prefix + ended + " of " + steps + (steps == 1 ? " step" : " steps") + several + ", "
                + clock(Duration.between(start, now));
    }

    /** Time that goes on: whole seconds. */
    static String clock(Duration duration) {
        return duration.toMinutes() == 0
                ? duration.toSeconds() + " s"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private static String words(RunEvent.Progress progress) {
        return progress.totalBytes() <= 0
                ? progress.what()
                : progress.what() + " " + progress.doneBytes() * 100 / progress.totalBytes() + " %";
    }
}
