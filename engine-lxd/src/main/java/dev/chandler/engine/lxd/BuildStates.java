package dev.chandler.engine.lxd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The states that only this build needs, to be removed at its end. Thread-safe. */
final class BuildStates {

    private final Deque<String> names = new ArrayDeque<>();

    synchronized void add(String name) {
        names.push(name);
    }

    /** The youngest that is left. */
    synchronized Optional<String> next() {
        return Optional.ofNullable(names.poll());
    }
}
