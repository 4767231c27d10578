package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * How long tasks and states have taken on an endpoint in earlier builds, as the client remembers it. Made for each build.
 * Thread-safe.
 *
 * <p>Of states the first of each build counts, for on some engines later ones take longer the more was written before.
 */
public final class MeasuredTimes {

    private static final String STATES = "states";

    /** Each variant of a step has one, and most of them are never asked for again. */
    private static final int MOST = 5000;

    /** Of so many the middle one is what is expected: enough to pass over a busy moment, few enough to follow a new disk. */
    private static final int REMEMBERED = 9;

    private final CacheStorage cache;
    private final String endpoint;
    private final AtomicBoolean stateKnown = new AtomicBoolean();

    /**
     * Looks at what is remembered.
     *
     * @param cache where
     * @param engine the endpoint
     */
    public MeasuredTimes(CacheStorage cache, Engine engine) {
        this.cache = cache;
        this.endpoint = engine.id() + "\n" + engine.endpoint().address() + "\n";
    }

    /**
     * What the first state of a build takes.
     *
     * @return the median of the last builds; empty where there were none
     */
    public Optional<Duration> state() {
        List<Long> sorted = states().stream().sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(sorted.get(sorted.size() / 2)));
    }

    /**
     * Remembers what a state has taken, if it is the first of this build.
     *
     * @param took how long
     */
    public void stateTook(Duration took) {
        if (stateKnown.getAndSet(true)) {
            return;
        }
        List<Long> all = new ArrayList<>(states());
        all.add(took.toMillis());
        List<String> last = all.subList(Math.max(0, all.size() - REMEMBERED), all.size()).stream()
                .map(String::valueOf)
                .toList();
        keep(STATES, String.join(" ", last));
        trim();
    }

    private List<Long> states() {
        return find(STATES).stream()
                .flatMap(text -> Stream.of(text.strip().split(" ")))
                .flatMap(word -> millis(word).stream())
                .toList();
    }

    /**
     * How long a task has taken the last time, whatever stood before it.
     *
     * @param task the task
     * @return empty where it has not run here yet
     */
    public Optional<Duration> task(TaskPlan task) {
        return task.node()
                .alone()
                .flatMap(node -> find(name(node)))
                .flatMap(text -> millis(text.strip()).map(Duration::ofMillis));
    }

    /**
     * Remembers how long a task has taken.
     *
     * @param task the task
     * @param took how long
     */
    public void taskTook(TaskPlan task, Duration took) {
        task.node().alone().ifPresent(node -> keep(name(node), String.valueOf(took.toMillis())));
    }

    private static String name(Digest node) {
        return "task " + node.hex();
    }

    private Digest key(String name) {
        return Digest.of(endpoint + name);
    }

    private Optional<String> find(String name) {
        try {
            return cache.find(CacheStorage.Kind.TIME, key(name));
        } catch (CacheException e) {
            // It will be measured again.
            return Optional.empty();
        }
    }

    private void keep(String name, String text) {
        trying(() -> cache.store(CacheStorage.Kind.TIME, key(name), text));
    }

    /** Once for each build that has taken a state. */
    private void trim() {
        trying(() -> cache.keepNewest(CacheStorage.Kind.TIME, MOST));
    }

    private static void trying(Runnable write) {
        try {
            write.run();
        } catch (CacheException e) {
            // That nothing can be kept is said where a build's results are.
            return;
        }
    }

    private static Optional<Long> millis(String word) {
        return word.matches("\\d{1,15}") ? Optional.of(Long.parseLong(word)) : Optional.empty();
    }
}
