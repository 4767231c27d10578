package dev.chandler.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

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
        try (Workers workers = new Workers(Math.min(atOnce, work.size()), "chandler-branch")) {
            CompletionService<T> completions = workers.completions();
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
            throw Workers.unwrapped(e);
        }
    }
}
