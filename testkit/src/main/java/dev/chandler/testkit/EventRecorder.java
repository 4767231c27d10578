package dev.chandler.testkit;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Keeps the events of one run, and proves that they are in the order that {@link RunEvent} promises.
 *
 * <p>Thread-safe. End each test of a run with {@link #assertGrammar}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EventRecorder implements RunListener {

    private final List<RunEvent> events = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    @Override
    public void on(RunEvent event) {
        boolean alone = busy.compareAndSet(false, true);
        synchronized (this) {
            events.add(event);
            if (!alone) {
                violations.add(event + " while the listener was still busy");
            }
        }
        if (alone) {
            busy.set(false);
        }
    }

    /**
     * Everything so far.
     *
     * @return the events in order; a copy
     */
    public synchronized List<RunEvent> events() {
        return List.copyOf(events);
    }

    /**
     * The events of one kind.
     *
     * @param type the kind
     * @param <E> the kind
     * @return those events, in order
     */
    public <E extends RunEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * The events without times and output, one word and a name each, for comparing whole runs.
     *
     * @return for example {@code StepStarted install[0]}
     */
    public List<String> summary() {
        return events().stream()
                .filter(event -> !(event instanceof RunEvent.StepOutput
                        || event instanceof RunEvent.Progress
                        || event instanceof RunEvent.Notice))
                .map(EventRecorder::summary)
                .toList();
    }

    private static String summary(RunEvent event) {
        String name = event.getClass().getSimpleName();
        String detail = "";
        if (event instanceof RunEvent.StepHit hit) {
            detail = hit.step();
        } else if (event instanceof RunEvent.StepStarted started) {
            detail = started.step();
        } else if (event instanceof RunEvent.StepRetried retried) {
            detail = retried.step();
        } else if (event instanceof RunEvent.StepSucceeded succeeded) {
            detail = succeeded.step();
        } else if (event instanceof RunEvent.StepFailed failed) {
            detail = failed.step();
        } else if (event instanceof RunEvent.StepCancelled cancelled) {
            detail = cancelled.step();
        } else if (event instanceof RunEvent.CheckpointTaken taken) {
            detail = taken.step();
        } else if (event instanceof RunEvent.RunEnded ended) {
            detail = ended.outcome().toString();
        }
        return detail.isEmpty() ? name : name + " " + detail;
    }

    /**
     * What one step wrote, both channels as they came.
     *
     * @param step the step's id
     * @return its output
     */
    public String output(String step) {
        return events(RunEvent.StepOutput.class).stream()
                .filter(event -> event.step().equals(step))
                .map(RunEvent.StepOutput::text)
                .collect(Collectors.joining());
    }

    /**
     * Fails unless the events so far are a whole run as {@link RunEvent} tells, and came one at a time.
     *
     * @throws AssertionError with every violation and all events; also if there are none
     */
    public void assertGrammar() {
        assertGrammar(Optional.empty(), Set.of());
    }

    /**
     * Fails unless the events so far are a whole run of just these steps, and came one at a time.
     *
     * @param steps the ids of all steps and tests, those in parallel blocks too
     * @param blocks the ids of the parallel blocks
     * @throws AssertionError with every violation and all events; also if there are none
     */
    public void assertGrammar(Collection<String> steps, Collection<String> blocks) {
        assertGrammar(Optional.of(new LinkedHashSet<>(steps)), Set.copyOf(blocks));
    }

    private void assertGrammar(Optional<Set<String>> steps, Set<String> blocks) {
        List<String> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(violations);
        }
        all.addAll(EventGrammar.violations(events(), steps, blocks));
        if (!all.isEmpty()) {
            String seen = events().stream().map(RunEvent::toString).collect(Collectors.joining("\n  "));
            throw new AssertionError(
                    "the events break the grammar:\n  " + String.join("\n  ", all) + "\nevents:\n  " + seen);
        }
    }
}
