package dev.chandler.testkit;

import dev.chandler.api.event.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks events against the grammar in the Javadoc of {@link RunEvent}, one after the other. */
final class EventGrammar {

    private enum Run {
        NEW,
        STARTED,
        PUBLISHED,
        ENDED
    }

    private enum Step {
        NEW,
        RUNNING,
        GOOD,
        NOT_GOOD
    }

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Optional<Set<String>> known;
    private final Set<String> blocks;
    private Run run = Run.NEW;
    private int instances;
    private boolean outputFailed;

    private EventGrammar(Optional<Set<String>> known, Set<String> blocks) {
        this.known = known;
        this.blocks = blocks;
    }

    /**
     * Checks a whole run.
     *
     * @param known the ids of all steps and tests; empty where any will do
     * @param blocks the ids of parallel blocks, after which there may be checkpoints
     */
    static List<String> violations(List<RunEvent> events, Optional<Set<String>> known, Set<String> blocks) {
        EventGrammar grammar = new EventGrammar(known, blocks);
        events.forEach(grammar::take);
        grammar.require(grammar.run == Run.ENDED, events.isEmpty() ? "nothing was heard" : "the run has no end");
        return grammar.violations;
    }

    private void take(RunEvent event) {
        require(run != Run.ENDED, event + " after the run's end");
        if (event instanceof RunEvent.RunStarted started) {
            require(run == Run.NEW, event + " in a run that has started");
            known.ifPresent(ids -> require(started.steps() == ids.size(), event + " for " + ids.size() + " steps"));
            run = Run.STARTED;
        } else if (event instanceof RunEvent.RunEnded ended) {
            end(ended);
        } else if (event instanceof RunEvent.OutputMade || event instanceof RunEvent.OutputFailed) {
            // In one that has not started it is an image that was there before.
            require(run == Run.NEW || run == Run.PUBLISHED, event + " in a run that is " + run);
            run = Run.PUBLISHED;
            outputFailed |= event instanceof RunEvent.OutputFailed;
        } else if (!(event instanceof RunEvent.Notice || event instanceof RunEvent.Progress)) {
            require(run == Run.STARTED, event + " in a run that is " + run);
            takeInRun(event);
        }
    }

    private void takeInRun(RunEvent event) {
        if (event instanceof RunEvent.StepHit hit) {
            move(event, hit.step(), Step.NEW, Step.GOOD);
        } else if (event instanceof RunEvent.StepStarted started) {
            move(event, started.step(), Step.NEW, Step.RUNNING);
        } else if (event instanceof RunEvent.StepOutput output) {
            move(event, output.step(), Step.RUNNING, Step.RUNNING);
        } else if (event instanceof RunEvent.StepRetried retried) {
            move(event, retried.step(), Step.RUNNING, Step.RUNNING);
        } else if (event instanceof RunEvent.StepSucceeded succeeded) {
            move(event, succeeded.step(), Step.RUNNING, Step.GOOD);
        } else if (event instanceof RunEvent.StepFailed failed) {
            move(event, failed.step(), Step.RUNNING, Step.NOT_GOOD);
        } else if (event instanceof RunEvent.StepCancelled cancelled) {
            move(event, cancelled.step(), Step.RUNNING, Step.NOT_GOOD);
        } else {
            takeBesideSteps(event);
        }
    }

    private void takeBesideSteps(RunEvent event) {
        if (event instanceof RunEvent.InstanceStarted) {
            instances++;
        } else if (event instanceof RunEvent.CheckpointTaken taken) {
            if (!blocks.contains(taken.step())) {
                move(event, taken.step(), Step.GOOD, Step.GOOD);
            }
        } else if (event instanceof RunEvent.Published) {
            requireNoneRunning(event);
            run = Run.PUBLISHED;
        }
    }

    private void move(RunEvent event, String step, Step from, Step to) {
        Step now = steps.getOrDefault(step, Step.NEW);
        require(known.isEmpty() || known.get().contains(step), event + " of a step that is not in the plan");
        require(now == from, event + " of a step that is " + now);
        steps.put(step, to);
    }

    private void end(RunEvent.RunEnded ended) {
        requireNoneRunning(ended);
        require(run != Run.NEW || ended.outcome() != RunEvent.Outcome.SUCCEEDED, ended + " before the run's start");
        require(ended.instancesStarted() == instances, ended + " after " + instances + " instances were started");
        boolean good = ended.outcome() == RunEvent.Outcome.SUCCEEDED;
        require(!good || !outputFailed, ended + " succeeded though an output failed");
        require(!good || ended.problems().isEmpty(), ended + " succeeded in spite of problems");
        if (good) {
            known.ifPresent(ids -> ids.forEach(
                    id -> require(steps.get(id) == Step.GOOD, ended + " though " + id + " has not ended well")));
        }
        require(
                ended.outcome() != RunEvent.Outcome.FAILED || !ended.problems().isEmpty(),
                ended + " failed without a problem");
        run = Run.ENDED;
    }

    private void requireNoneRunning(RunEvent event) {
        steps.forEach((step, state) -> require(state != Step.RUNNING, event + " while " + step + " is running"));
    }

    private void require(boolean right, String violation) {
        if (!right) {
            violations.add(violation);
        }
    }
}
