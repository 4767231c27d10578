package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** The testbed's Incus, as a user has it who has no LXD. */
final class Incus {

    private Incus() {}

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("LXD_DIR");
        environment.put("INCUS_DIR", given("CHANDLER_TESTBED_INCUS_DIR"));
        return environment;
    }

    static String given(String name) {
        return requireNonNull(System.getenv(name), name);
    }
}
