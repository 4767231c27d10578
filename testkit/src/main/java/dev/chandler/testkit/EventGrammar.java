package dev.chandler.testkit;

import dev.chandler.api.event.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private Run run = Run.NEW;
    private int instances;

    static List<String> violations(List<RunEvent> events) {
        EventGrammar grammar = new EventGrammar();
        events.forEach(grammar::take);
        grammar.require(grammar.run == Run.ENDED || grammar.run == Run.NEW, "the run has no end");
        return grammar.violations;
    }

    private void take(RunEvent event) {
        require(run != Run.ENDED, event + " after the run's end");
        if (event instanceof RunEvent.RunStarted) {
            require(run == Run.NEW, event + " in a run that has started");
            run = Run.STARTED;
        } else if (event instanceof RunEvent.RunEnded ended) {
            end(ended);
        } else if (!(event instanceof RunEvent.Notice || event instanceof RunEvent.Progress)) {
            require(run == Run.STARTED, event + " in a run that is " + run);
            takeInRun(event);
        }
    }

    private void takeInRun(RunEvent event) {
        if (event instanceof RunEvent.StepHit hit) {
            move(event, hit.step(), Step.NEW, Step.GOOD);
        } else if (event instanceof RunEvent.StepSkipped skipped) {
            move(event, skipped.step(), Step.NEW, Step.NOT_GOOD);
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
            Step step = steps.getOrDefault(taken.step(), Step.GOOD);
            require(step == Step.GOOD, event + " of a step that is " + step);
        } else if (event instanceof RunEvent.Published) {
            requireNoneRunning(event);
            run = Run.PUBLISHED;
        }
    }

    private void move(RunEvent event, String step, Step from, Step to) {
        Step now = steps.getOrDefault(step, Step.NEW);
        require(now == from, event + " of a step that is " + now);
        steps.put(step, to);
    }

    private void end(RunEvent.RunEnded ended) {
        requireNoneRunning(ended);
        require(run != Run.NEW || ended.outcome() != RunEvent.Outcome.SUCCEEDED, ended + " before the run's start");
        require(ended.instancesStarted() == instances, ended + " after " + instances + " instances were started");
        boolean good = ended.outcome() == RunEvent.Outcome.SUCCEEDED;
        require(!good || ended.problems().isEmpty(), ended + " succeeded in spite of problems");
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
