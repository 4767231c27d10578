package dev.chandler.cli.e2e;

import java.util.Objects;

/** What {@code testbed/env} says of the real parts that tests talk to. */
final class Testbed {

    private Testbed() {}

    static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> name + ": testbed/up, then eval \"$(testbed/env)\"");
    }
}
