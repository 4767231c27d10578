package dev.chandler.core.plan;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.manifest.InstanceSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * How many tasks are hits.
     *
     * @return the length of the prefix that is there
     */
    public int hits() {
        return (int) tasks.stream().filter(task -> task.status() == Status.HIT).count();
    }
}
