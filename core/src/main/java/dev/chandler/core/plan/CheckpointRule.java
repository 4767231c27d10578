package dev.chandler.core.plan;

import dev.chandler.api.engine.Base;
import dev.chandler.core.manifest.CheckpointWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says after which tasks the state is kept.
 *
 * <p>After each that may be found again where that costs no more than {@link #CHEAP}, as on engines that copy on write. Else
 * once the tasks since the last kept state have taken as long as keeping this one is expected to. As far as that comes true,
 * keeping states at most doubles what a build takes, a failure or a changed step repeats no more than keeping a state takes
 * and the step itself, and the two together cost at most twice what they would for somebody who knew beforehand which step
 * is the next to change. What a state is expected to cost is what the last one of this build has cost, for an engine may
 * read all that the instance has written; for the first one, what it has cost on this endpoint before. Where nothing is known
 * of that, the first is kept, and it is known.
 * {@link CheckpointWish} of a step, else of the build, overrules that; {@link LayerLimit} nobody. What a step behind a state takes
 * out of it in each build is kept at any cost, or all before it would run for that in each build. After the last task a state
 * is always taken where forks or the image are made of it. Confined to one thread.
 */
public final class CheckpointRule {

    /** What becomes of the state after a task. */
    public enum Fate {
        /** It is taken and kept under its key. */
        KEPT,
        /** It is taken for this build alone. */
        PASSING,
        /** It is not taken. */
        NONE
    }

    /**
     * What becomes of a state, and why.
     *
     * @param fate what
     * @param why in the user's words
     * @param measured whether that follows from how long something has taken
     */
    public record Verdict(Fate fate, String why, boolean measured) {}

    /** What nobody minds waiting for after each step. */
    static final Duration CHEAP = Duration.ofMillis(75);

    private final Base base;
    private final boolean lastNeeded;
    private final CheckpointWish wish;
    private final Supplier<Optional<Duration>> usual;
    private Optional<Duration> cost = Optional.empty();
    private boolean asked;
    private Duration worked = Duration.ZERO;

    /**
     * Makes the rule for one build.
     *
     * @param plan what it does: of its last state forks and the image are made, where it has any
     * @param wish what the build was asked for
     * @param usual what the first state of a build takes on this endpoint, if that is known; asked once at most
     */
    public CheckpointRule(Plan plan, CheckpointWish wish, Supplier<Optional<Duration>> usual) {
        this.base = plan.base();
        this.lastNeeded = plan.graph().commits() || !plan.tests().isEmpty();
        this.wish = wish;
        this.usual = usual;
    }

    /**
     * Takes note of a task that has run.
     *
     * @param took how long
     */
    public void ran(Duration took) {
        worked = worked.plus(took);
    }

    /**
     * Decides about the state after the task that has run last.
     *
     * @param tasks those of the plan
     * @param index which of them ended well
     * @param depth how many layers the state would have
     * @return what becomes of it
     */
    public Verdict after(List<TaskPlan> tasks, int index, int depth) {
        TaskPlan task = tasks.get(index);
        List<TaskPlan> later = tasks.subList(index + 1, tasks.size());
        boolean last = later.stream().noneMatch(each -> each.task().changesState());
        boolean needed = last && lastNeeded;
        CheckpointWish here = task.task().checkpoint().orElse(wish);
        Fate otherwise = needed ? Fate.PASSING : Fate.NONE;
        if (!task.findable()) {
            return new Verdict(otherwise, "it could not be found again", false);
        }
        if (here == CheckpointWish.NEVER) {
            return new Verdict(otherwise, "never", false);
        }
        if (needed) {
            return new Verdict(Fate.KEPT, "it is the last", false);
        }
        if (!LayerLimit.allows(base, depth)) {
            return new Verdict(Fate.NONE, "it would have " + depth + " layers, too many to go on from", false);
        }
        if (!later.isEmpty() && !later.get(0).task().changesState()) {
            return new Verdict(Fate.KEPT, "something is taken out of it in each build", false);
        }
        return here == CheckpointWish.ALWAYS ? new Verdict(Fate.KEPT, "always", false) : worth();
    }

    private Verdict worth() {
        Optional<Duration> expected = expected();
        if (expected.isEmpty()) {
            return new Verdict(Fate.KEPT, "what one costs here is not known yet", true);
        }
        if (expected.get().compareTo(CHEAP) <= 0) {
            return new Verdict(Fate.KEPT, "one costs about " + Durations.words(expected.get()) + " alone", false);
        }
        boolean pays = worked.compareTo(expected.get()) >= 0;
        return new Verdict(
                pays ? Fate.KEPT : Fate.NONE,
                Durations.words(worked) + " since the last, one costs about " + Durations.words(expected.get()),
                true);
    }

    private Optional<Duration> expected() {
        if (cost.isEmpty() && !asked) {
            cost = usual.get();
            asked = true;
        }
        return cost;
    }

    /** Takes note of a state that was taken, of which it is not known how long it took: the next is expected to take as long. */
    public void taken() {
        worked = Duration.ZERO;
    }

    /**
     * Takes note of a state that was taken.
     *
     * @param took how long that was
     */
    public void taken(Duration took) {
        cost = Optional.of(took);
        taken();
    }
}
