package dev.chandler.core.plan;

import dev.chandler.api.engine.Snapshot;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.plan.CheckpointRule.Fate;
import dev.chandler.core.plan.CheckpointRule.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says after which tasks a build would keep the state, as far as earlier builds tell how long they take. */
public final class CheckpointForecast {

    private CheckpointForecast() {}

    /**
     * Goes through what would run, with the rule that a build goes by.
     *
     * @param plan what would be done
     * @param wish what the build would be asked for
     * @param times how long tasks and states have taken
     * @return words by the tasks' ids: {@code checkpoint: always}; none from the first task on of which it depends on how
     *     long it takes, and that has not run here yet
     */
    public static Map<String, String> of(Plan plan, CheckpointWish wish, MeasuredTimes times) {
        Optional<Duration> usual = times.state();
        CheckpointRule rule = new CheckpointRule(plan, wish, () -> usual);
        Map<String, String> words = new LinkedHashMap<>();
        int depth = plan.cursor().map(Snapshot::depth).orElse(plan.base().depth());
        boolean known = true;
        for (int i = 0; i < plan.tasks().size(); i++) {
            TaskPlan task = plan.tasks().get(i);
            if (task.status() == Status.HIT || !task.task().changesState()) {
                continue;
            }
            Optional<Duration> took = times.task(task);
            took.ifPresent(rule::ran);
            known = known && (took.isPresent() || usual.isEmpty());
            Verdict verdict = rule.after(plan.tasks(), i, depth + 1);
            if (known || !verdict.measured()) {
                String what = verdict.fate() == Fate.KEPT ? "checkpoint: " : "no checkpoint after it: ";
                words.put(task.task().id(), what + verdict.why());
            }
            if (verdict.fate() != Fate.NONE) {
                depth++;
                rule.taken();
                known = usual.isPresent() && (known || !verdict.measured());
            }
        }
        return words;
    }
}
