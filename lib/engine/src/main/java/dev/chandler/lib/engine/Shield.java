package dev.chandler.lib.engine;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what must not be left half done, whatever happens to the thread that wants it.
 *
 * <p>The daemon goes on with a request whose client has gone: who is interrupted while it makes an instance has to wait
 * until it is made, to remove it again. And a request ends when its thread is interrupted: so all of this is done on
 * threads that nobody knows, and nobody interrupts.
 */
public final class Shield {

    /** How long something that is to be done in any case may go on after an interrupt: somebody waits for the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Shield() {}

    /** Something to be done. */
    public interface Work {
        /**
         * Does it.
         *
         * @throws InterruptedException if cancelled
         */
        void run() throws InterruptedException;
    }

    /**
     * Takes back what was made, as far as that is known.
     *
     * @param <T> what is made
     */
    public interface Undo<T> {
        /**
         * Takes it back.
         *
         * @param made what was made; empty where making it failed
         * @throws InterruptedException if cancelled
         */
        void undo(Optional<T> made) throws InterruptedException;
    }

    /**
     * Makes something; an interrupt takes effect when it is made, however long that takes, and undoes it.
     *
     * @param making makes it
     * @param undoing removes what was made; gets nothing where making it failed
     * @return what was made
     * @throws InterruptedException if the caller was interrupted; what was made is undone then
     */
    public static <T> T make(Callable<T> making, Undo<T> undoing) throws InterruptedException {
        FutureTask<T> task = started(making);
        try {
            return result(task);
        } catch (InterruptedException e) {
            undo(undoing, outcome(task), e);
            throw e;
        }
    }

    /** That it was cancelled is what counts; what could not be undone is found by its label later. */
    private static <T> void undo(Undo<T> undoing, Optional<T> made, InterruptedException cancelled) {
        try {
            always(() -> undoing.undo(made));
        } catch (RuntimeException e) {
            cancelled.addSuppressed(e);
        }
    }

    private static <T> FutureTask<T> started(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread worker = new Thread(task, "chandler-shield");
        worker.setDaemon(true);
        worker.start();
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.getCause());
    }

    /** Waits to the end: giving up would leave what is made a moment later. */
    private static <T> Optional<T> outcome(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Optional.of(task.get());
                } catch (ExecutionException e) {
                    return Optional.empty();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does something to its end, also when the caller is interrupted before or meanwhile; the interrupt is set again
     * afterwards.
     *
     * @throws dev.chandler.api.problem.EngineException if it fails, or goes on for too long after an interrupt
     */
    public static void always(Work work) {
        whole(() -> {
            work.run();
            return true;
        });
    }

    /**
     * As {@link #always}, of something that has a result.
     *
     * @param <T> the result
     * @param work does it
     * @return the result
     */
    public static <T> T whole(Callable<T> work) {
        FutureTask<T> task = started(work);
        boolean interrupted = false;
        try {
            return result(task);
        } catch (InterruptedException e) {
            interrupted = true;
            return late(task);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T late(FutureTask<T> task) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } catch (TimeoutException e) {
                task.cancel(true);
                throw new EngineException(List.of(Problem.of(
                                "CH-ENGINE-097", "cannot wait any longer for the daemon to clear away")
                        .because("interrupted, and it has not done it within " + PATIENCE.toSeconds() + " s")
                        .remedy("see whether the daemon still answers; \"chandler reap\" removes what is left")));
            } catch (InterruptedException e) {
                // Once is enough: the caller learns of it at the end.
            }
        }
    }
}
