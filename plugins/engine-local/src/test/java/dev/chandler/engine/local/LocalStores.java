package dev.chandler.engine.local;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store for each test, and what is open in it: after the test nothing of it runs, and nothing of it is mounted. */
final class LocalStores implements BeforeEachCallback, AfterEachCallback {

    /** What instances begin with. */
    static final BaseReference BUSYBOX = rootfs("CHANDLER_TESTBED_BUSYBOX_ROOTFS");

    static final BaseReference DEBIAN = rootfs("CHANDLER_TESTBED_DEBIAN_ROOTFS");

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path root = Path.of("");

    private static BaseReference rootfs(String variable) {
        return new BaseReference.Rootfs(Path.of(Objects.requireNonNull(System.getenv(variable), variable)));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        root = Files.createTempDirectory("local-store").toRealPath();
        Files.delete(root);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        Program.run("rm", "-rf", root.toString());
    }

    Path root() {
        return root;
    }

    /** How many there are in a part of the store. */
    long count(String part) throws IOException {
        try (var files = Files.list(root.resolve(part))) {
            return files.count();
        }
    }

    Engine engine(String build) {
        Engine engine = connect(root, build);
        open.push(engine);
        return engine;
    }

    static Engine connect(Path root, String build) {
        return new LocalEngineFactory()
                .connect(new Endpoint(root.toString(), "test"), new ClientIdentity("0.0.0-test", build), Map.of());
    }

    Instance instance(BaseReference base, InstanceSettings settings) throws InterruptedException {
        Engine engine = engine("build");
        return closing(engine.create(spec(engine, base, settings)));
    }

    static InstanceSpec spec(Engine engine, BaseReference reference, InstanceSettings settings)
            throws InterruptedException {
        Base base = engine.resolve(reference);
        return new InstanceSpec(base, Optional.empty(), true, settings);
    }

    Instance closing(Instance instance) {
        open.push(instance);
        return instance;
    }

    static Command shell(String line) {
        return Command.of("/bin/sh", "-c", line).env(Map.of("PATH", PATH)).build();
    }

    /** All that a line of shell writes, however it ends. */
    static String says(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        instance.run(shell(line), output);
        return (output.out() + output.err()).strip();
    }

    /** How a line of shell ends. */
    static int ends(Instance instance, String line) throws InterruptedException {
        return instance.run(shell(line), new RecordedOutput()).exitCode();
    }
}
