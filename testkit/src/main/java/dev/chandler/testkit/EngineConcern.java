package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What contracts of one concern share: a connection for each test, and nothing left after it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@ExtendWith(GapProven.Passes.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineConcern {

    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String buildId = "contract-" + UUID.randomUUID();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Digest> keys = new ArrayList<>();
    private final List<String> caches = new ArrayList<>();
    private @Nullable Engine engine;

    /** For subclasses. */
    protected EngineConcern() {}

    /**
     * The engine's factory.
     *
     * @return the factory
     */
    protected abstract EngineFactory factory();

    /**
     * A base with {@code /bin/sh}, {@code cat}, {@code chmod}, {@code chown}, {@code env}, {@code grep}, {@code head},
     * {@code id}, {@code ls}, {@code mkdir}, {@code printf}, {@code readlink}, {@code rm}, {@code setsid}, {@code sleep},
     * {@code stat}, {@code touch}, {@code wc} and a user {@code nobody}.
     *
     * @return a base that can be had
     */
    protected abstract BaseReference base();

    /**
     * Where to connect to.
     *
     * @return the first endpoint that the factory names for this process
     */
    protected Endpoint endpoint() {
        return factory().endpoints(Optional.empty(), environment()).get(0);
    }

    /**
     * The client's environment, as the factory gets it.
     *
     * @return that of the test by default
     */
    protected Map<String, String> environment() {
        return System.getenv();
    }

    final Engine engine() {
        return Objects.requireNonNull(engine, "not connected");
    }

    final Digest freshKey() {
        Digest key = Digest.of(UUID.randomUUID().toString());
        keys.add(key);
        return key;
    }

    /** A name of a cache that is nobody else's, and is removed after the test. */
    final String freshCache() {
        String name = "contract-" + UUID.randomUUID();
        caches.add(name);
        return name;
    }

    final Instance start(InstanceSettings.Builder settings) throws InterruptedException {
        return start(Optional.empty(), settings.build());
    }

    final Instance start(Optional<Snapshot> state, InstanceSettings settings) throws InterruptedException {
        return start(new InstanceSpec(present(), state, true, settings));
    }

    /** The base, there for instances to be made of. */
    final Base present() throws InterruptedException {
        Base base = engine().resolve(base());
        return base.present() ? base : engine().pull(base(), ProgressSink.NONE);
    }

    /** A base that the engine may keep as a checkpoint once it is used, which is removed after the test, unless it was there before. */
    final Base imported(BaseReference reference) throws InterruptedException {
        Base base = engine().resolve(reference);
        if (ofKey(base.digest()).isEmpty()) {
            keys.add(base.digest());
        }
        return base;
    }

    /** An instance of the base, closed after the test. */
    final Instance start() throws InterruptedException {
        return start(new InstanceSpec(present(), Optional.empty(), true));
    }

    final Instance start(InstanceSpec spec) throws InterruptedException {
        GapProven.unless(engine(), spec.settings().needs(), () -> engine().create(spec));
        return closing(engine().create(spec));
    }

    /** One that is closed after the test. */
    final Instance closing(Instance instance) {
        instances.add(instance);
        return instance;
    }

    /** What a line of shell writes, which has to end well. */
    static String sh(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = instance.run(shell(line).build(), output);
        assertThat(result.exitCode()).as("%s: %s", line, output.err()).isZero();
        return output.out().stripTrailing();
    }

    /** A line of shell with a usual PATH. */
    static Command.Builder shell(String line) {
        return Command.of("/bin/sh", "-c", line).env(Map.of("PATH", PATH));
    }

    /** Connects. */
    @BeforeEach
    void connect() throws InterruptedException {
        engine = connected();
    }

    final Engine connected() throws InterruptedException {
        return another(buildId);
    }

    /** Another client, as another build would be; the caller closes it. */
    final Engine another(String build) throws InterruptedException {
        return factory().connect(endpoint(), new ClientIdentity("0.0.0-test", build), environment());
    }

    /** The build that the running test is. */
    final String buildId() {
        return buildId;
    }

    /** Takes away what has names, once nothing runs any more. */
    void removeNamed() throws Exception {}

    /** Removes what the test was allowed to leave, and fails if there is more. */
    @AfterEach
    void leaveNothing() throws Exception {
        instances.forEach(Instance::close);
        engine().close();
        removeNamed();
        try (Engine after = connected()) {
            removeAll(after);
            assertThat(after.resources().stream().filter(resource -> isOfTheTest(resource) || isOfTheBuild(resource)))
                    .as("what is left of the build")
                    .isEmpty();
        }
    }

    private boolean isOfTheBuild(Resource resource) {
        return resource.buildId().filter(buildId::equals).isPresent();
    }

    final List<Resource> ofKey(Digest key) throws InterruptedException {
        return engine().resources().stream()
                .filter(resource -> resource.key().filter(key::equals).isPresent())
                .toList();
    }

    final List<Resource> ofTheBuild() throws InterruptedException {
        return engine().resources().stream().filter(this::isOfTheBuild).toList();
    }

    /** One state may be in use by another that is listed behind it. */
    private void removeAll(Engine after) throws InterruptedException {
        boolean some = true;
        while (some) {
            some = false;
            for (Resource resource : after.resources()) {
                some |= isOfTheTest(resource) && after.remove(resource);
            }
        }
    }

    private boolean isOfTheTest(Resource resource) {
        return resource.key().filter(keys::contains).isPresent()
                || (resource.kind() == Resource.Kind.CACHE && caches.contains(resource.name()));
    }
}
