package dev.chandler.core.run;

import dev.chandler.core.plan.Plan;

/** Plans once more what is being built, on the very same base: others may have made some of it meanwhile. */
@FunctionalInterface
public interface Replanning {

    /**
     * Plans.
     *
     * @return a plan of the same graph
     * @throws InterruptedException if cancelled
     */
    Plan plan() throws InterruptedException;
}
