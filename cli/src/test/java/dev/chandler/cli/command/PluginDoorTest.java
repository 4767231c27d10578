package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of plugins that are no good. */
class PluginDoorTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeAManifest() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall:\n  - motd: hello\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "render", "graph", "plan", "build"})
    void aStepOfARefusedPluginIsAProblemOfThePlugin(String command) {
        tooOld("motd").writeTo(plugins());

        Captured run = Captured.run(folder, command);

        assertThat(run.err()).contains("CH-PLUGIN-005", "motd-1.0.0.jar").doesNotContain("unknown provisioner");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void aWordThatNoPluginClaimsIsAProblemOfTheManifest() {
        tooOld("other").writeTo(plugins());

        Captured run = Captured.run(folder, "validate");

        assertThat(run.err()).contains("unknown provisioner \"motd\"");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void anEngineOfARefusedPluginIsListedWithTheReason() {
        engine().header("Plugin-Requires", "<0.0.1").writeTo(plugins());

        assertThat(Captured.run(folder, "engines", "--engine", "moon").out())
                .contains("  moon  (no endpoint)", "requires <0.0.1");
    }

    @Test
    void askingForAnEngineOfARefusedPluginSaysWhyItIsRefused() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall: [echo hello]\n");
        engine().header("Plugin-Requires", "<0.0.1").writeTo(plugins());

        Captured run = Captured.run(folder, "build", "--engine", "moon");

        assertThat(run.err()).contains("CH-PLUGIN-005").doesNotContain("CH-ENGINE-001");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void thePluginsOfAProjectAreThoseOfTheManifestAndNotOfTheFolderThatTheUserStandsIn() throws IOException {
        Path app = Files.createDirectories(folder.resolve("project/app"));
        Files.createFile(folder.resolve("project/chandler.project.yml"));
        Files.writeString(app.resolve("chandler.yml"), "base: busybox\ninstall:\n  - motd: hello\n");
        tooOld("motd").writeTo(folder.resolve("project/.chandler/plugins"));
        tooOld("other").writeTo(plugins());

        assertThat(Captured.run(folder, "validate", "-f", "project/app").err()).contains("CH-PLUGIN-005");
        assertThat(Captured.run(app, "plugin", "list").out()).contains("motd").doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"init app", "completion", "plugin list"})
    void aFolderOfTheEnvironmentThatIsNotThereKeepsNobodyFromWhatNeedsNoPlugin(String line) {
        Captured run = Captured.run(folder, Map.of("CHANDLER_PLUGINS", "/missing"), line.split(" "));

        assertThat(run.code()).isZero();
        assertThat(run.err().contains("CH-PLUGIN-011")).isEqualTo(line.equals("plugin list"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin list", "validate"})
    void aFolderOfTheCommandLineThatIsNotThereIsAnError(String line) {
        Captured run = Captured.run(folder, (line + " --plugins missing").split(" "));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("CH-PLUGIN-011");
    }

    @Test
    void aProvisionerThatPreparesNothingIsItsAuthorsBug() {
        tooOld("motd").header("Plugin-Requires", ">=0.1.0").writeTo(plugins());

        Captured run = Captured.run(folder, "validate");

        assertThat(run.err()).contains("CH-PLUGIN-012", "Provisioner.prepare() is null", "motd-1.0.0.jar");
        assertThat(run.code()).isEqualTo(3);
    }

    private Path plugins() {
        return folder.resolve(".chandler/plugins");
    }

    private static PluginJar tooOld(String id) {
        return PluginJar.of(id)
                .provisioner(id, "org.example.Motd", """
                        package org.example;

                        import dev.chandler.api.provision.*;

                        public final class Motd implements Provisioner {
                            public String id() { return "%s"; }
                            public String keyVersion() { return "1"; }
                            public PreparedStep prepare(ProvisionRequest request) { return null; }
                        }
                        """.formatted(id))
                .header("Plugin-Requires", "<0.0.1");
    }

    private static PluginJar engine() {
        return PluginJar.of("moon").engine("moon", "org.example.Moon", """
                package org.example;

                import dev.chandler.api.engine.*;
                import java.util.*;

                public final class Moon implements EngineFactory {
                    public String id() { return "moon"; }
                    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
                        return List.of();
                    }
                    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
                        throw new UnsupportedOperationException();
                    }
                }
                """);
    }
}
