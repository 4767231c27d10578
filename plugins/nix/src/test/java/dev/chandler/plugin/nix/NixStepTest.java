package dev.chandler.plugin.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.OwnFolder;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step says of this machine's Nix, and what it puts where. */
class NixStepTest {

    @TempDir
    private Path project;

    @TempDir
    private Path machine;

    @Test
    void aMachineWithoutNixIsToldHowToGetIt() throws Exception {
        Files.writeString(project.resolve("default.nix"), "");

        assertThatThrownBy(() -> step(Settings.text("default.nix")).requireReady())
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("CH-NIX-003", "chandler.yml:1:1", "nix-instantiate is not", "nix-bin");
    }

    @Test
    void whatIsNotPinnedIsRefusedAtItsPlaceBeforeAnythingIsBuilt() throws Exception {
        FakeNix.make(machine.resolve("bin"));
        Files.writeString(project.resolve("default.nix"), "<nixpkgs>");

        assertThatThrownBy(() -> step(Settings.text("default.nix")).describe(new RecordedKey()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll("CH-NIX-004", "default.nix:1:1", "<nixpkgs> is not pinned", "pin it");
        assertThat(machine.resolve("root")).doesNotExist();
    }

    @Test
    void resultsAreInTheStoreAndLinked() throws Exception {
        FakeNix.make(machine.resolve("bin"));
        Files.writeString(project.resolve("default.nix"), "hello");
        PreparedStep step = step(Settings.map("file", "default.nix", "link", "/usr/local"));
        try (FakeEngine engine = new FakeEngine();
                OwnFolder own = OwnFolder.make();
                Instance instance = engine.create(new InstanceSpec(
                        engine.resolve(new BaseReference.Scratch()), Optional.empty(), step.runsCommands()))) {
            FakeContext context = new FakeContext(instance).with(own.path());

            step.run(context);

            assertThat(instance.get("/usr/local/bin/hello")).isPresent();
            assertThat(instance.get("/nix/store")).isPresent();
            assertThat(step.puts("/")).containsExactly("/nix/store", "/usr/local");
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "CHANDLER_NIX_BIN", machine.resolve("bin").toString(),
                "CHANDLER_NIX_STORE", machine.resolve("root").toString(),
                "PATH", "/usr/bin:/bin");
    }

    private PreparedStep step(Setting settings) throws InterruptedException {
        return new NixProvisioner().prepare(new FakeRequest(settings, project).clientEnvironment(environment()));
    }
}
