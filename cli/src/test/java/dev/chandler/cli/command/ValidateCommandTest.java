package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String VALID = "base: busybox\ninstall: [echo 1, echo 2]\nscript: [echo 3]\n";
    private static final String WRONG = "base: busybox\ninstal: []\nscript:\n  - rnu: echo 1\n";

    @TempDir
    Path folder;

    @BeforeEach
    void writeManifests() throws IOException {
        write("a/chandler.yml", VALID);
        write("b/chandler.yml", WRONG);
        write("b/below/chandler.yml", VALID);
        write("b/.hidden/chandler.yml", WRONG);
        write("c.yml", VALID);
    }

    @Test
    void saysOfOneManifestWhatItHas() {
        Captured run = Captured.run(folder, "validate", "a");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("a: valid, 2 steps, 1 test\n");
    }

    @Test
    void checksEveryManifestThatIsNamedAndCountsThem() {
        Captured run = Captured.run(folder, "validate", "-f", "c.yml", "a", "b", "a/chandler.yml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("""
                        c.yml: valid, 2 steps, 1 test
                        a/chandler.yml: valid, 2 steps, 1 test
                        2 valid, 1 with problems
                        """);
        assertThat(run.err())
                .startsWith("b/chandler.yml: 2 problems\n  b/chandler.yml:2:1: unknown key \"instal\"")
                .contains("\n  b/chandler.yml:4:5: unknown provisioner \"rnu\"");
    }

    @Test
    void endsWellWhereAllAreValid() {
        Captured run = Captured.run(folder, "validate", "a", "c.yml");

        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("2 valid, 0 with problems\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void findsAllManifestsBelowAFolderButThoseInHiddenOnes() {
        Captured run = Captured.run(folder, "validate", "-r");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .startsWith("a/chandler.yml: valid")
                .contains("b/below/chandler.yml: valid")
                .endsWith("2 valid, 1 with problems\n");
        assertThat(run.err()).contains("b/chandler.yml: 2 problems").doesNotContain(".hidden");
    }

    @Test
    void saysWhenThereIsNoManifestBelowAFolder() throws IOException {
        Files.createDirectories(folder.resolve("empty"));

        Captured run = Captured.run(folder, "validate", "-r", "empty");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("CH-CLI-020", "there is no manifest below \"empty\"");
    }

    @Test
    void aManifestThatIsNotThereIsAProblemOfItsOwn() {
        Captured run = Captured.run(folder, "validate", "a", "missing");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).endsWith("1 valid, 1 with problems\n");
        assertThat(run.err()).contains("missing: 1 problem\n", "CH-MANIFEST-001");
    }

    @Test
    void checksEachManifestWithThePluginsOfItsOwnProject() throws IOException {
        write("a/chandler.yml", "base: busybox\ninstall:\n  - motd: hello\n");
        write("b/chandler.yml", "base: busybox\ninstall:\n  - motd: hello\n");
        motd().writeTo(folder.resolve("a/.chandler/plugins"));

        Captured run = Captured.run(folder, "validate", "a", "b");

        assertThat(run.out()).isEqualTo("a/chandler.yml: valid, 1 step, 0 tests\n1 valid, 1 with problems\n");
        assertThat(run.err()).contains("b/chandler.yml:3:5: unknown provisioner \"motd\"");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void theSchemaHasThePluginsOfTheProject() throws IOException {
        motd().writeTo(folder.resolve("a/.chandler/plugins"));

        Captured run = Captured.run(folder.resolve("a"), "schema");

        assertThat(run.out()).contains("\"motd\"", "\"What is said.\"", "\"loud\"");
        assertThat(Captured.run(folder, "schema").out()).doesNotContain("motd");
    }

    /** A provisioner that does nothing, and says what it takes. */
    private static PluginJar motd() {
        return PluginJar.of("motd").provisioner("motd", "test.Motd", """
                        package test;
                        import dev.chandler.api.cache.KeyBuilder;
                        import dev.chandler.api.provision.*;
                        import dev.chandler.api.settings.*;
                        public final class Motd implements Provisioner {
                            public String id() { return "motd"; }
                            public String keyVersion() { return "1"; }
                            public SettingKey settings() {
                                return SettingKey.of("motd", SettingShape.either(SettingShape.text(),
                                        SettingShape.map(SettingsModel.of("motd",
                                                SettingKey.of("text", SettingShape.text(), "what is said").required(),
                                                SettingKey.of("loud", SettingShape.bool(), "how")))), "a message");
                            }
                            public PreparedStep prepare(ProvisionRequest request) {
                                return new PreparedStep() {
                                    public String title() { return "motd"; }
                                    public boolean runsCommands() { return false; }
                                    public void describe(KeyBuilder key) {}
                                    public void run(StepContext context) {}
                                };
                            }
                        }
                        """);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
