package dev.chandler.core.run;

import dev.chandler.core.graph.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What steps have registered so far, for those that use it. Thread-safe. */
final class Outputs {

    private final Map<String, String> values;

    /** Begins with what was registered on the way to the state that the build goes on from. */
    Outputs(Map<String, String> values) {
        this.values = new ConcurrentHashMap<>(values);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    Map<String, String> all() {
        return Map.copyOf(values);
    }

    /** What is added to the environment of an action. */
    Map<String, String> env(Action action) {
        Map<String, String> env = new LinkedHashMap<>();
        action.spec().references().forEach((variable, use) -> {
            String value = values.get(use.name());
            if (value == null) {
                throw new IllegalStateException("nothing is registered as " + use);
            }
            env.put(variable, value);
        });
        return env;
    }
}
