package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.Sharing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The caches that one build uses, from its first instance to its end. Thread-safe; waits for other builds when it is first
 * asked, so that a build which starts nothing waits for nobody.
 */
final class CacheClaims implements AutoCloseable {

    /** How long an instance may go on whose client is gone: its lease ends it, where it is far away after a minute. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final long PAUSE_MILLIS = 100;

    private final CacheLocks locks;
    private final String build;
    private final Engine engine;
    private final InstanceSection instance;
    private final EventBus events;
    private final Map<String, String> names = new HashMap<>();
    private final Deque<CacheLocks.Held> held = new ArrayDeque<>();
    private boolean taken;

    CacheClaims(CacheLocks locks, String build, Engine engine, InstanceSection instance, EventBus events) {
        this.locks = locks;
        this.build = build;
        this.engine = engine;
        this.instance = instance;
        this.events = events;
    }

    /**
     * The mounts, with caches that this build may use.
     *
     * @throws InterruptedException if cancelled while waiting for another build
     */
    synchronized List<Mount> mounts() throws InterruptedException {
        if (!taken) {
            take();
            taken = true;
        }
        List<Mount> mounts = new ArrayList<>();
        for (MountSpec spec : instance.mounts()) {
            mounts.add(
                    spec.mount() instanceof Mount.Cache cache
                            ? new Mount.Cache(names.getOrDefault(cache.name(), cache.name()), cache.target())
                            : spec.mount());
        }
        return mounts;
    }

    /** In the order of their names, so that no two builds wait for each other. */
    private void take() throws InterruptedException {
        Map<String, Sharing> caches = new TreeMap<>();
        instance.mounts().forEach(spec -> {
            if (spec.mount() instanceof Mount.Cache cache) {
                caches.put(cache.name(), spec.sharing());
            }
        });
        for (Map.Entry<String, Sharing> cache : caches.entrySet()) {
            try {
                take(cache.getKey(), cache.getValue());
            } catch (IOException e) {
                throw new CacheException(
                        Problem.of("CH-CACHE-002", "cannot lock the cache \"" + cache.getKey() + "\"")
                                .because(e.toString())
                                .remedy("give the folder of running builds room and rights, or name another by"
                                        + " XDG_STATE_HOME"),
                        e);
            }
        }
    }

    private void take(String cache, Sharing sharing) throws IOException, InterruptedException {
        String name = cache;
        if (sharing == Sharing.PRIVATE) {
            name = takeFree(cache);
        } else {
            held.push(locks.take(key(cache), sharing == Sharing.SHARED, build, other -> waitsFor(cache, other)));
        }
        names.put(cache, name);
        awaitKilled(name);
    }

    /** The first of several that nobody uses. */
    private String takeFree(String cache) throws IOException {
        for (int number = 1; ; number++) {
            String name = number == 1 ? cache : cache + "." + number;
            var free = locks.tryTake(key(name), build);
            if (free.isPresent()) {
                held.push(free.get());
                return name;
            }
        }
    }

    private void waitsFor(String cache, String other) {
        events.publish(
                new RunEvent.Notice("waiting for the cache \"" + cache + "\", which the build " + other + " uses"));
    }

    private String key(String cache) {
        return Digest.of(LiveBuilds.place(engine) + "\n" + cache).hex();
    }

    /** A client that was killed has given its lock up, but its instance may still be about to end. */
    private void awaitKilled(String cache) throws IOException, InterruptedException {
        for (String dead : locks.killed(key(cache))) {
            long end = System.nanoTime() + LEASE.toNanos();
            while (hasInstance(dead)) {
                if (System.nanoTime() > end) {
                    throw new EngineException(Problem.of("CH-ENGINE-032", "the cache \"" + cache + "\" is still in use")
                            .because("by an instance of the build " + dead + ", whose client is gone")
                            .remedy("remove it with \"chandler reap\""));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            locks.forget(key(cache), dead);
        }
    }

    private boolean hasInstance(String dead) throws InterruptedException {
        return engine.resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.INSTANCE)
                .anyMatch(resource -> resource.buildId().filter(dead::equals).isPresent());
    }

    /** Lets others have them. Idempotent. */
    @Override
    public synchronized void close() {
        while (!held.isEmpty()) {
            held.pop().close();
        }
    }
}
