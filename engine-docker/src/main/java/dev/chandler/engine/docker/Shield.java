package dev.chandler.engine.docker;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what must not be left half done, whatever happens to the thread that wants it.
 *
 * <p>The daemon goes on with a request whose client has gone: who is interrupted while it makes a container has to wait
 * until it is made, to remove it again.
 */
final class Shield {

    private static final long PATIENCE_SECONDS = 30;

    private Shield() {}

    /** Something to be done. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Takes back what was made, as far as that is known. */
    interface Undo<T> {
        void undo(Optional<T> made) throws InterruptedException;
    }

    /**
     * Makes something on another thread; an interrupt takes effect when it is made, and undoes it.
     *
     * @param making makes it
     * @param undoing removes what was made; gets nothing where that is not known, because making it failed or took too long
     * @return what was made
     * @throws InterruptedException if the caller was interrupted; what was made is undone then
     */
    static <T> T make(Callable<T> making, Undo<T> undoing) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(making);
        Thread worker = new Thread(task, "chandler-docker-make");
        worker.setDaemon(true);
        worker.start();
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

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
        if (e.getCause() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.getCause());
    }

    private static <T> Optional<T> outcome(FutureTask<T> task) {
        try {
            return Optional.of(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (TimeoutException | InterruptedException e) {
            task.cancel(true);
            return Optional.empty();
        }
    }

    /** Does something also on an interrupted thread; the interrupt is set again afterwards. */
    static void always(Work work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
