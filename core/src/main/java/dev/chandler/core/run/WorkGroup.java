package dev.chandler.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Does several pieces of work beside each other, and returns when nothing of them runs any more.
 *
 * <p>The first that throws ends the others, and its error is thrown; work that is to go on beside a failure returns the
 * failure instead.
 */
final class WorkGroup {

    private final int atOnce;

    WorkGroup(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Does the work.
     *
     * @return the results, in the order of the work
     * @throws InterruptedException if cancelled from outside
     */
    <T> List<T> run(List<Callable<T>> work) throws InterruptedException {
        if (work.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, work.size()), task -> {
            Thread thread = new Thread(task, "chandler-branch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<T> completions = new ExecutorCompletionService<>(threads);
            List<Future<T>> futures = new ArrayList<>();
            work.forEach(piece -> futures.add(completions.submit(piece)));
            for (int i = 0; i < work.size(); i++) {
                completions.take().get();
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw Deadline.unwrapped(e);
        } finally {
            end(threads);
        }
    }

    private static void end(ExecutorService threads) {
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
