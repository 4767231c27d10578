package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.testkit.InstanceSettingsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerInstanceSettingsIT extends InstanceSettingsContract {

    @Override
    protected EngineFactory factory() {
        return new DockerEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    /** The testbed's daemon runs beside the tests, and may itself lack what it would have to give. */
    @Override
    protected boolean mayBePrivileged() {
        try {
            return Files.readString(Path.of("/proc/self/status")).contains("CapBnd:\t000001ffffffffff");
        } catch (IOException e) {
            return false;
        }
    }

    /** One that is not started can be asked for everywhere. */
    @Test
    void privilegedArrivesAtTheDaemon() throws Exception {
        ClientIdentity client = new ClientIdentity("0.0.0-test", "privileged-it");
        try (Engine docker = factory().connect(endpoint(), client, System.getenv());
                Instance instance = docker.create(new InstanceSpec(
                        docker.resolve(base()),
                        Optional.empty(),
                        false,
                        InstanceSettings.builder().privileged(true).build()))) {
            assertThat(DockerCli.run("inspect", "-f", "{{.HostConfig.Privileged}}", instance.name()))
                    .contains("true");
        }
    }
}
