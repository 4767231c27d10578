package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.Task;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Has builds that want the same state wait for the one that makes it.
 *
 * <p>A build claims what it is to make with its instance, which it has only then: who waits holds nothing that anybody could
 * wait for. Where waiting brings no state nearer, the build makes it itself; a state that is made twice is no harm.
 */
final class Claims {

    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1000;

    /** How often a claim may be refused with nobody there who has it: some seven seconds. */
    private static final int REFUSALS = 10;

    private final Engine engine;
    private final Optional<Replanning> replanning;
    private final EventBus events;
    private final Set<Claim> told = new HashSet<>();

    /**
     * Makes a waiting room.
     *
     * @param replanning looks what is there by now; empty for a build that takes nothing from others
     */
    Claims(Engine engine, Optional<Replanning> replanning, EventBus events) {
        this.engine = engine;
        this.replanning = replanning;
        this.events = events;
    }

    /**
     * Waits until nobody else makes what this build needs next, and claims it; or until it is there.
     *
     * @param plan what is planned, with no task running yet
     * @param main the build's instance, which there is none of yet
     * @return the plan as it is now; where the task that was to run still is, the instance may be there
     */
    Plan settle(Plan plan, BuildInstance main) throws InterruptedException {
        Plan now = plan;
        long pause = SHORTEST_MILLIS;
        for (int refusals = 0; refusals < REFUSALS; ) {
            List<Digest> keys = wanted(now);
            if (keys.isEmpty() || now.hits() > plan.hits()) {
                return now;
            }
            Optional<Claim> other = engine.claimed(keys);
            if (other.isPresent()) {
                tell(other.get(), now);
                boolean there = await(other.get(), keys);
                Plan next = replanned(now);
                if (there && next.hits() == now.hits()) {
                    // It is of no use here: too many layers, or what was registered is not known.
                    return now;
                }
                now = next;
                main.moveTo(now.cursor());
                refusals = 0;
                pause = SHORTEST_MILLIS;
            } else if (main.claim(keys)) {
                return now;
            } else {
                refusals++;
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_MILLIS);
                now = replanned(now);
                main.moveTo(now.cursor());
            }
        }
        return now;
    }

    /** The states that others might make, too: those that are kept and whose keys are known, from the first on that is not there. */
    private List<Digest> wanted(Plan plan) {
        if (replanning.isEmpty() || !engine.capabilities().contains(Capability.CLAIMS)) {
            return List.of();
        }
        return plan.tasks().stream()
                .filter(task -> task.status() == Status.RUN
                        && task.findable()
                        && task.task().changesState())
                .map(task -> task.preimage().key())
                .toList();
    }

    private Plan replanned(Plan before) throws InterruptedException {
        Plan now = replanning.orElseThrow().plan();
        // Somebody may have pruned meanwhile; what was a hit has been told as one.
        return now.hits() < before.hits() ? before : now;
    }

    /** Waits for the state, or the end of who makes it; whether it is there. */
    private boolean await(Claim claim, List<Digest> keys) throws InterruptedException {
        for (long pause = SHORTEST_MILLIS; ; pause = Math.min(pause * 3 / 2, LONGEST_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(pause);
            if (engine.findCheckpoint(List.of(claim.last())).isPresent()) {
                return true;
            }
            if (engine.claimed(keys).isEmpty()) {
                return false;
            }
        }
    }

    private void tell(Claim claim, Plan plan) {
        if (told.add(claim)) {
            String step = plan.tasks().stream()
                    .filter(task -> task.preimage().key().equals(claim.last()))
                    .findFirst()
                    .map(TaskPlan::task)
                    .map(Task::id)
                    .orElse(claim.last().shortHex());
            events.publish(new RunEvent.Notice("build " + claim.buildId() + " is making the same, up to \"" + step
                    + "\": waiting for it; --no-cache does not"));
        }
    }
}
