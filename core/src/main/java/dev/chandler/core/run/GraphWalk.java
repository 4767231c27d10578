package dev.chandler.core.run;

import dev.chandler.core.graph.StepGraph;

/** Goes through a graph from start to commit and calls back at every node; what happens there is the visitor's. */
final class GraphWalk {

    /** Is called at the nodes, in order; an error ends the walk. */
    interface Visitor {

        /** A task by its place, with all before it done. */
        void task(int index) throws InterruptedException;

        /** All tests, with all tasks done. */
        void tests() throws InterruptedException;

        /** The commit, with all tests green. */
        void commit() throws InterruptedException;
    }

    private GraphWalk() {}

    static void walk(StepGraph graph, Visitor visitor) throws InterruptedException {
        int size = graph.tasks().size();
        for (int i = 0; i < size; i++) {
            visitor.task(i);
        }
        visitor.tests();
        if (graph.commits()) {
            visitor.commit();
        }
    }
}
