package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    private Path folder;

    private StepSettings read(String config) throws IOException {
        Files.createDirectories(folder.resolve("t"));
        Files.writeString(folder.resolve("t/config.hcl"), config);
        return StepReader.read(new FakeRequest(Settings.text("t/config.hcl"), folder)
                .clientEnvironment(Map.of("CONSUL_HTTP_ADDR", "env:1"))
                .variables(Map.of("used", "1", "unused", "2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec { command = \"x\" }|CH-CONSUL-003|t/config.hcl:1:1",
                "vault { address = \"x\" }|CH-CONSUL-003|t/config.hcl:1:1",
                "consul { token = \"x\" }|CH-CONSUL-003|t/config.hcl:1:10",
                "consul { ssl { enabled = true } }|CH-CONSUL-003|t/config.hcl:1:10",
                "nonsense = 1|CH-CONSUL-003|t/config.hcl:1:1",
                "template = 1|CH-CONSUL-003|t/config.hcl:1:1",
                "template { command = \"x\" }|CH-CONSUL-003|t/config.hcl:1:12",
                "template { exec { command = \"x\" } }|CH-CONSUL-003|t/config.hcl:1:12",
                "template { create_dest_dirs = false }|CH-CONSUL-003|t/config.hcl:1:12",
                "template { sorce = \"x\" }|CH-MANIFEST-010|t/config.hcl:1:12",
                "template { source = \"x\" }|CH-CONSUL-001|t/config.hcl:1:21",
                "log_level = \"x\"|CH-CONSUL-004|chandler.yml:1:1",
                "template {|CH-CONSUL-002|t/config.hcl:1:11",
            })
    void saysWhatCannotBeUsedWithItsPlace(String config, String code, String place) {
        assertThatThrownBy(() -> read(config))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem ->
                                        problem.code() + " " + problem.where().orElseThrow())
                                .contains(code + " " + place));
    }

    @Test
    void asksTheServerThatTheConfigNames() throws IOException {
        String template = "template { contents = \"a\"\n destination = \"/a\" }\n";

        assertThat(read(template).consul().address()).isEqualTo("http://env:1");
        assertThat(read(template + "consul { address = \"https://config:2\" }")
                        .consul()
                        .address())
                .isEqualTo("https://config:2");
    }

    @Test
    void givesTemplatesTheVariablesThatTheyMention() throws IOException {
        assertThat(read("template { contents = \"{{ env \\\"CHANDLER_VAR_used\\\" }}\"\n destination = \"/a\" }")
                        .env())
                .isEqualTo(Map.of("CHANDLER_VAR_used", "1"));
    }

    @Test
    void takesTheDelimitersOfAllTemplates() throws IOException {
        StepSettings settings = read("""
                template { contents = "<< x >>"
                  destination = "/a"
                  create_dest_dirs = true }
                default_delimiters { left = "<<"
                  right = ">>" }
                """);

        assertThat(settings.templates().get(0).delimiters()).isEqualTo(new TemplateSettings.Delimiters("<<", ">>"));
        assertThat(settings.renders()).isTrue();
    }
}
