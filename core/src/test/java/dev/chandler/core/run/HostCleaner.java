package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.testkit.FakeHost;

/** Removes what a test asked to be kept. */
record HostCleaner(FakeHost host) {

    void clean() {
        try (Engine engine = host.connect("cleaner")) {
            for (Resource resource : engine.resources()) {
                engine.remove(resource);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
