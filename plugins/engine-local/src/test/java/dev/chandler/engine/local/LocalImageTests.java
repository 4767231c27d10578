package dev.chandler.engine.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of images, with the testbed's registry and a store of its own. */
abstract class LocalImageTests {

    static final String REGISTRY = TestStore.variable("CHANDLER_TESTBED_REGISTRY");
    static final String DEBIAN = REGISTRY + "/library/debian:12";
    static final String BUSYBOX = REGISTRY + "/library/busybox:latest";

    final String unique = UUID.randomUUID().toString();

    @TempDir
    Path room;

    TestStore store;

    @BeforeEach
    void open() throws IOException {
        store = new TestStore(room.resolve("store"), Map.of());
    }

    /** Links that lead out of the folder are what a base has. */
    @AfterEach
    void remove() throws IOException, InterruptedException {
        TestStore.run("sh", "-c", "rm -rf \"$0\"/*", room.toString());
    }
}
