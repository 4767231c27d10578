package dev.chandler.core.run;

import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.states.StateUse;
import dev.chandler.core.states.StateUses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The states that one build has found or kept. Confined to one thread. */
final class UsedStates {

    private final StateUses uses;
    private final Manifest manifest;
    private final List<TaskPlan> tasks = new ArrayList<>();

    UsedStates(StateUses uses, Manifest manifest) {
        this.uses = uses;
        this.manifest = manifest;
    }

    void add(TaskPlan task) {
        tasks.add(task);
    }

    /** Has those who look at states know of it. */
    void note(Instant at) {
        uses.add(
                manifest.name(),
                manifest.directory(),
                tasks.stream()
                        .map(task -> new StateUse(
                                task.preimage().key(),
                                at,
                                manifest.name(),
                                manifest.directory().toString(),
                                task.task().id(),
                                task.task().title()))
                        .toList());
    }
}
