package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.observe.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a build will do: the graph with its keys, and how much of it is there.
 *
 * @param graph what is to be done
 * @param base what it starts from
 * @param instance how the instances are to be
 * @param start what the base's key stands for, the parent of the first task's
 * @param tasks the tasks in order, hits first
 * @param tests the tests in manifest order
 * @param cursor the state after the last hit; empty for the base's own
 * @param registered what steps have registered on the way to that state
 * @param warnings what is not wrong but worth knowing
 */
public record Plan(
        StepGraph graph,
        Base base,
        InstanceSection instance,
        Preimage start,
        List<TaskPlan> tasks,
        List<TestPlan> tests,
        Optional<Snapshot> cursor,
        Map<String, String> registered,
        List<Problem> warnings) {

    /**
     * What the key of the state after all tasks stands for.
     *
     * @return the last task's preimage
     */
    public Preimage state() {
        return state(tasks.size());
    }

    private Preimage state(int index) {
        return index == 0 ? start : tasks.get(index - 1).preimage();
    }

    private boolean known(int index) {
        return index == 0 || tasks.get(index - 1).keyed().known();
    }

    /**
     * The same plan when a task has run that reads from outside.
     *
     * @param index the task's place
     * @param read what its steps have read, by their ids; without those of which it cannot be said
     * @return another plan, in which its key, and with it all behind it, is made of that
     * @throws InterruptedException if cancelled
     */
    public Plan observed(int index, Map<String, Observations> read) throws InterruptedException {
        List<TaskPlan> all = new ArrayList<>(tasks.subList(0, index));
        all.add(tasks.get(index).on(state(index), known(index), observer(read)));
        for (TaskPlan later : tasks.subList(index + 1, tasks.size())) {
            Keyed before = all.get(all.size() - 1).keyed();
            all.add(later.on(before.preimage(), before.known(), Observer.NONE));
        }
        Keyed last = all.get(all.size() - 1).keyed();
        List<TestPlan> later = new ArrayList<>();
        for (TestPlan test : tests) {
            later.add(test.on(last.preimage(), last.known(), Observer.NONE));
        }
        return new Plan(
                graph, base, instance, start, List.copyOf(all), List.copyOf(later), cursor, registered, warnings);
    }

    /**
     * One of the tests when it has run.
     *
     * @param test the test
     * @param read what its actions have read from outside, by their ids; without those of which it cannot be said
     * @return the same test, whose key is made of that
     * @throws InterruptedException if cancelled
     */
    public TestPlan observed(TestPlan test, Map<String, Observations> read) throws InterruptedException {
        return test.on(state(), known(tasks.size()), observer(read));
    }

    private static Observer observer(Map<String, Observations> read) {
        return (action, step) -> Optional.ofNullable(read.get(action.id()));
    }

    /**
     * What tasks are to do that are not done.
     *
     * @return their actions, in order
     */
    public Stream<Action> taskActions() {
        return tasks.stream()
                .filter(task -> task.status() == Status.RUN)
                .flatMap(task -> task.task().actions().stream());
    }

    /**
     * What tasks and tests are to do that are not done.
     *
     * @return their actions, those of the tasks first
     */
    public Stream<Action> actions() {
        Stream<Action> testing = tests.stream()
                .filter(test -> test.status() == Status.RUN)
                .flatMap(test -> test.test().actions().stream());
        return Stream.concat(taskActions(), testing);
    }

    /**
     * How many tasks are hits.
     *
     * @return the length of the prefix that is there
     */
    public int hits() {
        return (int) tasks.stream().filter(task -> task.status() == Status.HIT).count();
    }

    /**
     * The keys of the states after its tasks.
     *
     * @return in order
     */
    public List<Digest> keys() {
        return tasks.stream().map(task -> task.preimage().key()).toList();
    }
}
