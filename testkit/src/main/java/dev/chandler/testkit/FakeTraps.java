package dev.chandler.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What is to happen at certain calls, each once. Thread-safe. */
final class FakeTraps {

    private static final class Trap {
        private final String call;
        private final Runnable action;
        private int left;

        Trap(String call, int nth, Runnable action) {
            if (nth < 1) {
                throw new IllegalArgumentException("calls count from 1: " + nth);
            }
            this.call = call;
            this.left = nth;
            this.action = action;
        }
    }

    private final List<Trap> traps = new ArrayList<>();

    synchronized void set(String call, int nth, Runnable action) {
        traps.add(new Trap(call, nth, action));
    }

    /** Runs, outside the lock, what waits for this call. */
    void pass(String call) {
        due(call).forEach(Runnable::run);
    }

    private synchronized List<Runnable> due(String call) {
        List<Runnable> due = new ArrayList<>();
        for (Iterator<Trap> each = traps.iterator(); each.hasNext(); ) {
            Trap trap = each.next();
            if (call.startsWith(trap.call) && --trap.left == 0) {
                due.add(trap.action);
                each.remove();
            }
        }
        return due;
    }
}
