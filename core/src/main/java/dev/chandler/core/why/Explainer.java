package dev.chandler.core.why;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.change.ChangeWords;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares a plan with the builds that there were.
 *
 * <p>Reads the cache only where something is to run. The earlier build is the one that has the most in common with the plan from
 * the base on, of equals the last; where that build did not come to its end, what it has not is looked for in the next one.
 */
public final class Explainer {

    private final Plan plan;
    private final List<PlannedWork> tasks;
    private final List<PlannedWork> tests;
    private final List<ComparedRun> runs;

    private Explainer(Plan plan, List<PlannedWork> tasks, List<PlannedWork> tests, List<ComparedRun> runs) {
        this.plan = plan;
        this.tasks = tasks;
        this.tests = tests;
        this.runs = runs;
    }

    /**
     * Looks for earlier builds.
     *
     * @param cache where they are noted
     * @param manifest what is planned
     * @param plan how
     * @param engine where
     * @return says why something runs
     * @throws InterruptedException if cancelled
     */
    public static Explainer of(CacheStorage cache, Manifest manifest, Plan plan, Engine engine)
            throws InterruptedException {
        boolean asks = plan.tasks().stream().anyMatch(task -> task.unfound())
                || plan.tests().stream().anyMatch(test -> test.unfound());
        if (!asks) {
            return new Explainer(plan, List.of(), List.of(), List.of());
        }
        List<PlannedWork> tasks = PlannedWork.tasks(plan);
        List<PlannedWork> tests = PlannedWork.tests(plan);
        return new Explainer(plan, tasks, tests, runs(cache, manifest, plan, engine, tasks, tests));
    }

    private static List<ComparedRun> runs(
            CacheStorage cache,
            Manifest manifest,
            Plan plan,
            Engine engine,
            List<PlannedWork> tasks,
            List<PlannedWork> tests)
            throws InterruptedException {
        BaseChanges base = new BaseChanges(manifest, plan, new SmallTexts(cache));
        try {
            List<ComparedRun> runs = new ArrayList<>();
            for (RunRecord record : new RunRecords(cache, manifest, engine).find()) {
                Optional<EarlierRun> run = EarlierRun.of(record, cache);
                if (run.isPresent()) {
                    runs.add(new ComparedRun(run.get(), manifest, plan, tasks, tests, base.since(run.get())));
                }
            }
            // A stable sort: of equals the newest stays first.
            runs.sort(Comparator.comparingInt(ComparedRun::inCommon).reversed());
            return List.copyOf(runs);
        } catch (CacheException e) {
            // A plan without explanations is better than none; the planner has warned of the cache.
            return List.of();
        }
    }

    /** Whether it was looked for earlier builds. */
    boolean asks() {
        return !tasks.isEmpty() || !tests.isEmpty();
    }

    /** Whether any earlier build is known. */
    boolean knowsEarlier() {
        return !runs.isEmpty();
    }

    /**
     * Says why things run.
     *
     * @return words by the ids of steps and tests, for those of which more is known than the plan says
     */
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).runs()) {
                words.put(tasks.get(i).id(), task(i).words());
            }
        }
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).runs()) {
                words.put(tests.get(i).id(), test(i).words());
            }
        }
        return words;
    }

    /** Why a step or a test runs, which it does. */
    Explanation of(String id) {
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).id().equals(id)) {
                return task(i);
            }
        }
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).id().equals(id)) {
                return test(i);
            }
        }
        return Explanation.planned(planned(id));
    }

    private String planned(String id) {
        return plan.tasks().stream()
                .filter(task -> task.task().id().equals(id) && task.status() == Status.RUN)
                .map(task -> task.reason())
                .findFirst()
                .or(() -> plan.tests().stream()
                        .filter(test -> test.test().id().equals(id))
                        .map(test -> test.reason())
                        .findFirst())
                .orElse("");
    }

    private Explanation task(int index) {
        PlannedWork task = tasks.get(index);
        int first = firstToRun();
        if (!task.unfound()) {
            return Explanation.planned(task.reason());
        }
        if (!task.comparable()) {
            return index > first ? standsOn(first, index) : Explanation.planned(task.reason());
        }
        return run(run -> run.knowsTask(index))
                .map(run -> run.task(index, first))
                .orElseGet(() -> index > first ? standsOn(first, index) : Explanation.planned(task.reason()));
    }

    private Explanation test(int index) {
        PlannedWork test = tests.get(index);
        int first = firstToRun();
        boolean behind = first < tasks.size();
        if (!test.unfound()) {
            return Explanation.planned(test.reason());
        }
        if (!test.comparable()) {
            return behind ? standsOn(first, tasks.size()) : Explanation.planned(test.reason());
        }
        return run(run -> run.knowsTest(index))
                .map(run -> run.test(index, first))
                .orElseGet(() -> behind ? standsOn(first, tasks.size()) : Explanation.planned(test.reason()));
    }

    private Explanation standsOn(int first, int index) {
        PlannedWork step = tasks.get(first);
        String why = first < tasks.size() ? task(first).words() : "";
        return new Explanation(
                ChangeWords.stepRuns(step.id(), first == index - 1),
                List.of(),
                Optional.of(new Explanation.Before(step.id(), why, List.of())),
                Optional.empty());
    }

    private int firstToRun() {
        int first = 0;
        while (first < tasks.size() && !tasks.get(first).runs()) {
            first++;
        }
        return first;
    }

    private Optional<ComparedRun> run(Predicate<ComparedRun> knows) {
        Optional<ComparedRun> best = runs.stream().filter(knows).findFirst();
        return best.isPresent() ? best : runs.stream().findFirst();
    }
}
