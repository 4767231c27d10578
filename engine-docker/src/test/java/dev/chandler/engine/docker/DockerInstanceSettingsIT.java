package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerInstanceSettingsIT extends DockerTests {

    /** One that is not started can be asked for everywhere. */
    @Test
    void privilegedArrivesAtTheDaemon() throws Exception {
        try (Instance instance = engine.create(new InstanceSpec(
                engine.resolve(new BaseReference.Image("busybox")),
                Optional.empty(),
                false,
                InstanceSettings.builder().privileged(true).build()))) {
            assertThat(DockerCli.run("inspect", "-f", "{{.HostConfig.Privileged}}", instance.name()))
                    .contains("true");
        }
    }
}
