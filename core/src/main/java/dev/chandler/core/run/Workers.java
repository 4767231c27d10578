package dev.chandler.core.run;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for pieces of work; when this is closed they are interrupted, and nothing of it runs any more. */
public final class Workers implements AutoCloseable {

    private final ExecutorService threads;

    /**
     * Makes them; each begins when there is work for it.
     *
     * @param count how many at once, at least 1
     * @param name what each is called
     */
    public Workers(int count, String name) {
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes work, and gives what has ended in the order in which it ends.
     *
     * @param <T> what the work gives
     * @return a service of these threads
     */
    public <T> CompletionService<T> completions() {
        return new ExecutorCompletionService<>(threads);
    }

    /**
     * The error of work done on another thread, to be thrown on this one.
     *
     * @param e how it was told
     * @return the error
     * @throws InterruptedException if the work was interrupted
     */
    public static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException error) {
            return error;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return new IllegalStateException(cause);
    }

    /** Waits also where the caller is interrupted, who finds that out afterwards. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
