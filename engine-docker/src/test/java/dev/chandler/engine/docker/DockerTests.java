package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a daemon: connects, and fails where the test leaves something behind. */
abstract class DockerTests {

    final String buildId = "docker-it-" + UUID.randomUUID();
    final String reference = "chandler-it/" + UUID.randomUUID() + ":latest";
    final List<Digest> keys = new ArrayList<>();
    Engine engine;

    static Endpoint endpoint() {
        return new DockerEngineFactory()
                .endpoints(Optional.empty(), System.getenv())
                .get(0);
    }

    Engine connect(Endpoint endpoint) throws InterruptedException {
        return new DockerEngineFactory().connect(endpoint, new ClientIdentity("0.0.0-test", buildId), System.getenv());
    }

    @BeforeEach
    void connect() throws InterruptedException {
        engine = connect(endpoint());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        engine.close();
        DockerCli.run("image", "rm", reference);
        try (Engine after = connect(endpoint())) {
            for (Resource resource : after.resources()) {
                if (resource.key().filter(keys::contains).isPresent()) {
                    after.remove(resource);
                }
            }
            assertThat(after.resources())
                    .noneMatch(resource ->
                            resource.buildId().filter(buildId::equals).isPresent())
                    .noneMatch(resource -> resource.key().filter(keys::contains).isPresent());
        }
    }

    Digest freshKey() {
        Digest key = Digest.of(UUID.randomUUID().toString());
        keys.add(key);
        return key;
    }

    Base image(String name) throws InterruptedException {
        BaseReference reference = new BaseReference.Image(name);
        Base base = engine.resolve(reference);
        return base.present() ? base : engine.pull(reference, ProgressSink.NONE);
    }

    /** The base without any file; what is imported of it goes after the test, unless it was there before. */
    Base scratch() throws InterruptedException {
        Base base = engine.resolve(new BaseReference.Scratch());
        if (engine.resources().stream()
                .noneMatch(
                        resource -> resource.key().filter(base.digest()::equals).isPresent())) {
            keys.add(base.digest());
        }
        return base;
    }

    Instance start(Base base) throws InterruptedException {
        return engine.create(new InstanceSpec(base, Optional.empty(), true));
    }

    static Command.Builder shell(String line) {
        return Command.of("/bin/sh", "-c", line)
                .env(Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    }

    static String sh(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        assertThat(instance.run(shell(line).build(), output).exitCode())
                .as("%s: %s", line, output.err())
                .isZero();
        return output.out().stripTrailing();
    }
}
