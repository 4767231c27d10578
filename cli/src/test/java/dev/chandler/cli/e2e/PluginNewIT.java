package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code chandler plugin new} makes, built and used outside of the clone, without a network. */
class PluginNewIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    @BeforeEach
    void haveMaven() throws IOException {
        stranger.with("PATH", StrangersMaven.programs(stranger.root()) + ":" + System.getenv("PATH"));
    }

    @Test
    void aProvisionerIsProvenAndUsedOnEveryEngine() {
        stranger.runs("plugin", "new", "provisioner", "my-moon").exits(0);
        Ended built = mvn("my-moon", "verify").exits(0);
        stranger.manifest("busybox", "install: [my-moon: hello]\nscript: [grep hello my-moon.txt]\n");

        stranger.builds("--engine", "docker", "--plugins", "my-moon/target");
        Built lxd = stranger.builds("--engine", "lxd", "--plugins", "my-moon/target");
        Built again = stranger.builds("--engine", "lxd", "--plugins", "my-moon/target");

        assertThat(built.out())
                .contains("MyMoonProvisionerTest")
                .containsPattern("Tests run: \\d+, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(Docker.inImage(stranger.image(), "cat", "/my-moon.txt")).isEqualTo("hello");
        assertThat(lxd.instances()).isEqualTo(2);
        assertThat(again.instances()).isZero();
    }

    @Test
    void anEngineIsFoundAndItsContractSaysWhatIsMissing() {
        stranger.runs("plugin", "new", "engine", "moon").exits(0);
        Ended built = mvn("moon", "verify", "-Dit.test=MoonEngineIT#givesExitCodesAsTheyAre");

        assertThat(built.exitCode()).isNotZero();
        assertThat(built.out())
                .contains(
                        "MoonEngineFactoryTest", "the engine \"moon\" is not written yet", "MoonEngineFactory.connect");
        assertThat(stranger.runs("plugin", "list", "--plugins", "moon/target")
                        .exits(0)
                        .out())
                .containsPattern("moon +0\\.1\\.0 +dropped-in +engine moon +ready");
        assertThat(stranger.runs("engines", "--engine", "moon", "--plugins", "moon/target")
                        .exits(3)
                        .out())
                .contains("moon", "unix:///run/moon.sock", "not written yet", "MoonEngineFactory.connect");
    }

    @ParameterizedTest
    @CsvSource({"provisioner, exec", "provisioner, copy", "engine, docker", "engine, exec"})
    void aNameOfWhatComesWithChandlerIsRefused(String kind, String name) {
        stranger.runs("plugin", "new", kind, name).exits(2).says("CH-PLUGIN-021", "\"" + name + "\" is taken");

        assertThat(stranger.project().resolve(name)).doesNotExist();
    }

    private Ended mvn(String project, String... words) {
        Path folder = stranger.project().resolve(project);
        List<String> command = new ArrayList<>(List.of("setsid", "mvn"));
        command.addAll(List.of(words));
        return stranger.startsCommand(folder, command).ended(LIMIT);
    }
}
