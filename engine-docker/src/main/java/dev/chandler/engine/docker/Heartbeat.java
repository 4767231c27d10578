package dev.chandler.engine.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a daemon now and then whether it still answers, as long as somebody waits for what may take as long as it likes,
 * and ends the waiting where it does not.
 *
 * <p>Thread-safe; has a thread only while somebody waits.
 */
final class Heartbeat implements AutoCloseable {

    /** Asks; fails where there is no answer in time. */
    interface Ping {
        void ping() throws IOException;
    }

    /** Somebody who waits. */
    interface Wait {
        /** The waiting is over. Idempotent. */
        void over();
    }

    private final Duration interval;
    private final Ping ping;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private @Nullable Thread thread;
    private volatile @Nullable IOException lost;

    Heartbeat(Duration interval, Ping ping) {
        this.interval = interval;
        this.ping = ping;
    }

    /** Begins to wait for something; {@code cut} ends that, from another thread. */
    Wait waiting(Runnable cut) {
        // A wait of its own, whoever else waits with the same words.
        Runnable own = () -> cut.run();
        synchronized (this) {
            waiting.add(own);
            if (thread == null) {
                Thread fresh = new Thread(this::watch, "chandler-docker-heartbeat");
                fresh.setDaemon(true);
                fresh.start();
                thread = fresh;
            }
        }
        return () -> {
            synchronized (this) {
                waiting.remove(own);
            }
        };
    }

    /** Why the waiting was ended, as long as the daemon was not found again. */
    Optional<IOException> lost() {
        return Optional.ofNullable(lost);
    }

    /** Says that a request has failed; gives the reason why the daemon was lost, which is the first. */
    synchronized IOException lost(IOException reason) {
        IOException first = lost;
        if (first == null) {
            first = reason;
            lost = first;
        }
        return first;
    }

    /** The daemon answers again. */
    synchronized void found() {
        lost = null;
    }

    private void watch() {
        try {
            while (goesOn()) {
                ping.ping();
            }
        } catch (IOException e) {
            lost(e);
            cutAll();
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Waits a while; false when nobody waits any longer. */
    private synchronized boolean goesOn() throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        for (long left = interval.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        if (waiting.isEmpty()) {
            thread = null;
            return false;
        }
        return true;
    }

    private void cutAll() {
        Set<Runnable> all;
        synchronized (this) {
            all = new LinkedHashSet<>(waiting);
            waiting.clear();
            thread = null;
        }
        all.forEach(Runnable::run);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }
}
