package dev.chandler.core.run;

import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.util.List;

/** Goes through a plan from start to commit and calls back at every node; what happens there is the visitor's. */
final class GraphWalk {

    /** Is called at the nodes, in order; an error ends the walk. */
    interface Visitor {

        /** A task, with all before it done. */
        void task(TaskPlan task, boolean last) throws InterruptedException;

        /** All tests, with all tasks done. */
        void tests(List<TestPlan> tests) throws InterruptedException;

        /** The commit, with all tests green. */
        void commit() throws InterruptedException;
    }

    private GraphWalk() {}

    static void walk(Plan plan, Visitor visitor) throws InterruptedException {
        int size = plan.tasks().size();
        for (int i = 0; i < size; i++) {
            visitor.task(plan.tasks().get(i), i == size - 1);
        }
        visitor.tests(plan.tests());
        if (plan.graph().commits()) {
            visitor.commit();
        }
    }
}
