package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.graph.Action;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one try of an action has noted of what it read from outside. Thread-safe. */
final class Noted {

    private final Action action;
    private final Map<String, Digest> answers = new LinkedHashMap<>();

    Noted(Action action) {
        this.action = action;
    }

    synchronized void note(String name, Digest answer) {
        if (!action.observes()) {
            throw new IllegalStateException("observed(\"" + name + "\") by a step that does not observe");
        }
        if (name.isEmpty() || name.contains("\n") || name.contains("\r")) {
            throw new IllegalArgumentException("not one line: \"" + name + "\"");
        }
        answers.put(name, answer);
    }

    /** In the order in which they were first noted. */
    synchronized Map<String, Digest> answers() {
        return new LinkedHashMap<>(answers);
    }
}
