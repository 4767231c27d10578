package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.cli.Captured;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginInfoCommandTest {

    @TempDir
    Path folder;

    @Test
    void showsWhatAPluginIsAndTakes() {
        Path jar = motd().writeTo(plugins());

        Captured shown = Captured.run(folder, "plugin", "info", "motd");

        assertThat(shown.code()).isZero();
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .contains("motd 1.0.0, dropped-in", jar.toString(), "sha256:", ">=0.1.0 (this is 0.1.0)", "ready")
                .containsPattern("- motd: text, or a map\n +A message of the day\\.\n")
                .containsPattern("text: +text, required +The words\\.")
                .containsPattern("color: +red, green +default red +The color\\.")
                .contains("width:");
    }

    @Test
    void printsTheSameForPrograms() {
        Path jar = motd().writeTo(plugins());

        Captured shown = Captured.run(folder, "plugin", "info", "motd", "--json");

        JsonObject plugin =
                JsonParser.parseString(shown.out()).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(plugin.get("id").getAsString()).isEqualTo("motd");
        assertThat(plugin.get("file").getAsString()).isEqualTo(jar.toString());
        assertThat(plugin.get("digest").getAsString()).startsWith("sha256:");
        assertThat(plugin.get("state").getAsString()).isEqualTo("ready");
        JsonObject provisioner = plugin.getAsJsonArray("provisioners").get(0).getAsJsonObject();
        assertThat(provisioner.get("name").getAsString()).isEqualTo("motd");
        JsonObject text = provisioner.getAsJsonArray("keys").get(0).getAsJsonObject();
        assertThat(text.get("name").getAsString()).isEqualTo("text");
        assertThat(text.get("required").getAsBoolean()).isTrue();
        assertThat(text.get("description").getAsString()).isEqualTo("The words.");
    }

    @Test
    void takesAFileThatIsNowhereYetInThePlaceOfTheOneWithItsId() {
        motd().writeTo(plugins());
        motd().header("Plugin-Version", "2.0.0").writeTo(folder);

        Captured shown = Captured.run(folder, "plugin", "info", "motd-2.0.0.jar");

        assertThat(shown.out()).contains("motd 2.0.0", "ready").doesNotContain("motd 1.0.0");
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void saysWhyAPluginIsRefused() {
        motd().header("Plugin-Requires", ">=9.0.0").writeTo(plugins());

        Captured shown = Captured.run(folder, "plugin", "info", "motd");

        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("refused: plugin \"motd\" 1.0.0 was built for another version");
        assertThat(shown.err()).contains("CH-PLUGIN-005", "motd-1.0.0.jar", ">=9.0.0");
        assertThat(Captured.run(folder, "plugin", "info", "motd", "--json").out())
                .contains("\"state\": \"refused\"", "\"code\": \"CH-PLUGIN-005\"", "\"name\": \"motd\"");
    }

    @ParameterizedTest
    @CsvSource({
        "mtod, did you mean \"motd\"?",
        "./none.jar, there is no plugin file",
        "none.zip, there is no plugin \"none.zip\""
    })
    void saysThatThereIsNone(String name, String words) {
        motd().writeTo(plugins());

        Captured shown = Captured.run(folder, "plugin", "info", name);

        assertThat(shown.code()).isEqualTo(3);
        assertThat(shown.err()).contains("CH-PLUGIN-017", words);
    }

    @Test
    void findsARefusedFileByTheNameThatTheListHas() throws IOException {
        Files.createDirectories(plugins());
        Path broken = Files.writeString(plugins().resolve("broken.jar"), "no jar");
        assertThat(Captured.run(folder, "plugin", "list").out()).contains("broken.jar");

        Captured shown = Captured.run(folder, "plugin", "info", "broken.jar");

        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("broken.jar", broken.toString(), "refused: the plugin file");
    }

    @Test
    void showsABuiltIn() {
        assertThat(Captured.run(folder, "plugin", "info", "exec").out())
                .contains("built-in", "- exec:", "- copy:", "from:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{text: hi, colour: red} | chandler.yml:3:22 | unknown key \"colour\"",
                "{text: hi, color: blue} | chandler.yml:3:29 | \"color\" must be one of red, green",
                "{color: red} | chandler.yml:3:11 | missing key \"text\"",
                "{text: hi, width: wide} | chandler.yml:3:29 | \"width\" must be a whole number from 0 up",
                "{color: red, width: wide} | chandler.yml:3:11 | missing key \"text\"",
                "[a, b] | chandler.yml:3:11 | expected text or a map, found a list"
            })
    void aValueThatDoesNotFitIsAProblemAtItsPlaceThoughThePluginTakesNoNotice(String value, String place, String words)
            throws IOException {
        motd().writeTo(plugins());
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall:\n  - motd: " + value + "\n");

        Captured validated = Captured.run(folder, "validate");

        assertThat(validated.err()).contains(place, words);
        assertThat(validated.code()).isEqualTo(2);
    }

    @Test
    void aValueThatFitsIsNone() throws IOException {
        motd().writeTo(plugins());
        Files.writeString(
                folder.resolve("chandler.yml"),
                "base: busybox\ninstall:\n  - motd: hello\n  - motd: {text: hi, color: green, width: 3}\n");

        assertThat(Captured.run(folder, "validate").err()).isEmpty();
        assertThat(Captured.run(folder, "schema").out()).contains("The color.");
    }

    private Path plugins() {
        return folder.resolve(".chandler/plugins");
    }

    private static PluginJar motd() {
        return PluginJar.of("motd").provisioner("motd", "org.example.Motd", """
                package org.example;

                import dev.chandler.api.cache.KeyBuilder;
                import dev.chandler.api.provision.*;
                import dev.chandler.api.settings.*;

                public final class Motd implements Provisioner {
                    public String id() { return "motd"; }
                    public String keyVersion() { return "1"; }
                    public SettingKey settings() {
                        SettingsModel model = SettingsModel.of("motd",
                                SettingKey.of("text", SettingShape.text(), "the words").required(),
                                SettingKey.of("color", SettingShape.oneOf("red", "green"), "the color").defaultsTo("red"),
                                SettingKey.of("width", SettingShape.count(), "how wide it is"));
                        return SettingKey.of("motd", SettingShape.either(SettingShape.text(), SettingShape.map(model)),
                                "a message of the day");
                    }
                    public PreparedStep prepare(ProvisionRequest request) {
                        return new PreparedStep() {
                            public String title() { return "motd"; }
                            public void describe(KeyBuilder key) {}
                            public void run(StepContext context) {}
                        };
                    }
                }
                """);
    }
}
