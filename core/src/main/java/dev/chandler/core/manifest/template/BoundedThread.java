package dev.chandler.core.manifest.template;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work of a stranger's making on one thread of its own, with an end to its time and its stack.
 *
 * <p>One thread for all of it: a step that is repeated a thousand times is a thousand pieces of work.
 */
final class BoundedThread implements AutoCloseable {

    private static final int STACK_BYTES = 4 << 20;

    private final Duration limit;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(BoundedThread::thread);
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

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(null, body, "chandler-template", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs work and waits for it.
     *
     * <p>Work that does not heed an interrupt is left behind on a daemon thread. After work that took too long none is
     * begun any more.
     *
     * @throws LimitExceeded if it took too long, nested too deeply or wanted too much memory
     * @throws InterruptedException if cancelled
     */
    <T> T call(Callable<T> work) throws Exception {
        if (leftNanos <= 0) {
            throw tooLong();
        }
        long started = System.nanoTime();
        Future<T> result = thread.submit(work);
        try {
            return result.get(leftNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw tooLong();
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        } finally {
            leftNanos -= System.nanoTime() - started;
        }
    }

    private LimitExceeded tooLong() {
        return new LimitExceeded("it took longer than " + limit.toMillis() + " ms");
    }

    /** Whatever it is, it is the caller's to judge. */
    private static Exception failure(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return new LimitExceeded("it nests too deeply");
        }
        if (cause instanceof OutOfMemoryError) {
            return new LimitExceeded("it wants more memory than there is");
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (Exception) cause;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
