package dev.chandler.core.why;

import dev.chandler.api.engine.Engine;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.change.ChangeWords;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.nio.file.Path;
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

    private final Path project;
    private final Plan plan;
    private final List<PlannedWork> tasks;
    private final List<PlannedWork> tests;
    private final Optional<EarlierRuns> runs;
    private final int first;

    private Explainer(
            Path project, Plan plan, List<PlannedWork> tasks, List<PlannedWork> tests, Optional<EarlierRuns> runs) {
        this.project = project;
        this.plan = plan;
        this.tasks = tasks;
        this.tests = tests;
        this.runs = runs;
        this.first = (int) tasks.stream().takeWhile(task -> !task.runs()).count();
    }

    /**
     * Looks for earlier builds.
     *
     * @param cache where they are noted
     * @param manifest what is planned
     * @param plan how
     * @param engine where
     * @return says why something runs
     */
    public static Explainer of(CacheStorage cache, Manifest manifest, Plan plan, Engine engine) {
        boolean asks = plan.tasks().stream().anyMatch(TaskPlan::unfound)
                || plan.tests().stream().anyMatch(TestPlan::unfound);
        if (!asks) {
            return new Explainer(manifest.directory(), plan, List.of(), List.of(), Optional.empty());
        }
        List<PlannedWork> tasks = PlannedWork.tasks(plan);
        List<PlannedWork> tests = PlannedWork.tests(plan);
        return new Explainer(
                manifest.directory(),
                plan,
                tasks,
                tests,
                Optional.of(new EarlierRuns(cache, manifest, plan, engine, tasks, tests)));
    }

    /** The folder of the manifest. */
    Path project() {
        return project;
    }

    /** Whether it was looked for earlier builds, and none is known. */
    boolean knowsNone() throws InterruptedException {
        return runs.isPresent() && runs.get().nearest(run -> true).isEmpty();
    }

    /**
     * Says why things run.
     *
     * @return words by the ids of steps and tests, for those of which more is known than the plan says
     * @throws InterruptedException if cancelled
     */
    public Map<String, String> words() throws InterruptedException {
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
    Explanation of(String id) throws InterruptedException {
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

    /** Of what is not compared with anything. */
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

    private Explanation task(int index) throws InterruptedException {
        PlannedWork task = tasks.get(index);
        if (!task.unfound()) {
            return Explanation.planned(task.reason());
        }
        Optional<ComparedRun> run = task.comparable() ? nearest(each -> each.knowsTask(index)) : Optional.empty();
        if (run.isPresent()) {
            return run.get().task(index, first);
        }
        return index > first ? standsOn(index) : Explanation.planned(task.reason());
    }

    private Explanation test(int index) throws InterruptedException {
        PlannedWork test = tests.get(index);
        if (!test.unfound()) {
            return Explanation.planned(test.reason());
        }
        Optional<ComparedRun> run = test.comparable() ? nearest(each -> each.knowsTest(index)) : Optional.empty();
        if (run.isPresent()) {
            return run.get().test(index, first);
        }
        return first < tasks.size() ? standsOn(tasks.size()) : Explanation.planned(test.reason());
    }

    private Optional<ComparedRun> nearest(Predicate<ComparedRun> knows) throws InterruptedException {
        return runs.isPresent() ? runs.get().nearest(knows) : Optional.empty();
    }

    private Explanation standsOn(int index) throws InterruptedException {
        PlannedWork step = tasks.get(first);
        return new Explanation(
                ChangeWords.stepRuns(step.id(), first == index - 1),
                List.of(),
                Optional.of(new Explanation.Before(step.id(), task(first).words(), List.of())),
                Optional.empty());
    }
}
