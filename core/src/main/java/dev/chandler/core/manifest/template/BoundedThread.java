package dev.chandler.core.manifest.template;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs work of a stranger's making on a thread of its own, with an end to its time and its stack. */
final class BoundedThread {

    private static final int STACK_BYTES = 4 << 20;

    private final Duration limit;
    private long leftNanos;

    /**
     * Makes a runner. Not thread-safe.
     *
     * @param limit how long all work given to it may take together
     */
    BoundedThread(Duration limit) {
        this.limit = limit;
        this.leftNanos = limit.toNanos();
    }

    /**
     * Runs work and waits for it.
     *
     * <p>Work that does not heed an interrupt is left behind on a daemon thread.
     *
     * @throws LimitExceeded if it took too long, nested too deeply or wanted too much memory
     */
    <T> T call(Callable<T> work) throws Exception {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable body = () -> {
            try {
                result.set(work.call());
            } catch (StackOverflowError e) {
                failure.set(new LimitExceeded("it nests too deeply"));
            } catch (OutOfMemoryError e) {
                failure.set(new LimitExceeded("it wants more memory than there is"));
            } catch (Throwable e) { // Whatever it is, it is the caller's to judge.
                failure.set(e);
            }
        };
        Thread thread = new Thread(null, body, "chandler-template", STACK_BYTES);
        thread.setDaemon(true);
        long started = System.nanoTime();
        thread.start();
        await(thread);
        leftNanos -= System.nanoTime() - started;
        rethrow(failure.get());
        T value = result.get();
        if (value == null) {
            throw tooLong();
        }
        return value;
    }

    private void await(Thread thread) {
        try {
            // A wait of 0 would be one without end.
            thread.join(Math.max(1, leftNanos / 1_000_000));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(200);
                throw tooLong();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new LimitExceeded("it was interrupted");
        }
    }

    private LimitExceeded tooLong() {
        return new LimitExceeded("it took longer than " + limit.toMillis() + " ms");
    }

    private static void rethrow(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
    }
}
