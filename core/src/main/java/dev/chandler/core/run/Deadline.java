package dev.chandler.core.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends work that takes too long, by interrupting it. */
final class Deadline {

    private Deadline() {}

    /**
     * Does the work, and returns when nothing of it runs any more.
     *
     * @throws TimeoutException if it was ended for taking longer than the limit
     * @throws InterruptedException if cancelled from outside
     */
    static void run(Optional<Duration> limit, Interruptible work) throws InterruptedException, TimeoutException {
        if (limit.isEmpty()) {
            work.run();
            return;
        }
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(task, "chandler-step");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.get().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            thread.interrupt();
            if (joined(thread)) {
                throw new InterruptedException();
            }
            throw e;
        } catch (ExecutionException e) {
            throw Workers.unwrapped(e);
        }
    }

    /** Waits for a thread's end whatever happens; tells whether somebody cancelled meanwhile. */
    private static boolean joined(Thread thread) {
        boolean cancelled = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                cancelled = true;
            }
        }
        return cancelled;
    }
}
