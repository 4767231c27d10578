package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module's step reads its own files, and does not say which Consul is shown the user's token. */
class ModuleBoundaryTest {

    @TempDir
    Path folder;

    private Path module;

    @BeforeEach
    void files() throws IOException {
        module = Files.createDirectories(folder.toRealPath().resolve("module"));
        Files.writeString(folder.resolve("secret"), "secret: 1");
        Files.writeString(module.resolve("inside"), "inside");
        Files.createSymbolicLink(module.resolve("out"), folder.resolve("secret"));
    }

    private StepSettings read(Setting settings) {
        assertThat(new ConsulTemplateProvisioner().servesModules()).isTrue();
        return StepReader.read(new FakeRequest(settings, module)
                .clientEnvironment(Map.of("CONSUL_HTTP_ADDR", "env:1", "CONSUL_HTTP_TOKEN", "t"))
                .inModule(module));
    }

    private void refused(Setting settings, String code, String what) {
        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(what);
    }

    private static Map<String, String> template(String source) {
        return Map.of("source", source, "destination", "/x");
    }

    @Test
    void filesOutsideAreRefusedWhereverTheyAreNamed() throws IOException {
        refused(Settings.map("templates", List.of(template("../secret"))), "CH-MODULE-011", "is outside the module");
        refused(Settings.map("templates", List.of(template("out"))), "CH-MODULE-011", "is outside the module");
        refused(Settings.text("../secret"), "CH-MODULE-011", "is outside the module");
        refused(
                Settings.map("templates", List.of(template("inside")), "values", "/etc/passwd"),
                "CH-MODULE-011",
                "is outside the module");
        Files.writeString(module.resolve("config.hcl"), "template { source = \"out\" destination = \"/x\" }\n");
        refused(Settings.text("config.hcl"), "CH-MODULE-011", "is outside the module");
    }

    @Test
    void filesInsideAreRead() {
        assertThat(read(Settings.map("templates", List.of(template("inside")))).templates())
                .hasSize(1);
    }

    @Test
    void aTemplateThatIsAFileIsWhereItsKeyHasTheContentFrom() {
        ConsulTemplateStep step = new ConsulTemplateStep(read(
                Settings.map("templates", List.of(template("inside"), Map.of("contents", "a", "destination", "/y")))));

        assertThat(step.file("content 0", "").orElseThrow()).endsWith(Path.of("inside"));
        assertThat(step.file("content 1", "")).isEmpty();
        assertThat(step.file("template 0", "")).isEmpty();
    }

    @Test
    void consulIsNotAskedAndTheUsersTokenIsNotKnown() throws InterruptedException {
        StepSettings step = read(Settings.map("templates", List.of(template("inside"))));

        assertThat(step.consul().address()).doesNotContain("env:1");
        assertThat(step.consul().secret()).isEmpty();
        try (ConsulSource source = step.source()) {
            assertThatThrownBy(() -> source.ask(ConsulRequest.parse("/v1/kv/app/password")))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContainingAll("CH-MODULE-017", "key app/password");
        }
        assertThat(new ConsulTemplateStep(step).observe(List.of("key app/password", "file inside")))
                .containsOnlyKeys("file inside");
    }

    @Test
    void whichConsulAndWhichTokenIsTheUsersToSay() throws IOException {
        List<Map<String, String>> templates = List.of(template("inside"));
        refused(
                Settings.map("templates", templates, "token", Map.of("env", "HOME")),
                "CH-MODULE-013",
                "\"token\" cannot stand in a module");
        refused(
                Settings.map("templates", templates, "consul", Map.of("address", "evil:1")),
                "CH-MODULE-013",
                "\"consul\" cannot stand in a module");
        Files.writeString(
                module.resolve("config.hcl"),
                "consul { address = \"evil:1\" }\ntemplate { source = \"inside\" destination = \"/x\" }\n");
        refused(Settings.text("config.hcl"), "CH-MODULE-013", "\"consul\" cannot stand in a module");
    }

    @Test
    void whatATemplateWouldAskConsulForIsRefusedWhereItIsWritten() throws IOException {
        Files.writeString(
                module.resolve("asks"), "port\n{{ with service \"web\" }}{{ end }}{{ keyOrDefault \"a\" \"\" }}\n");

        assertThatThrownBy(() -> read(Settings.map("templates", List.of(template("asks")))))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(each -> each.code() + " "
                                        + each.where().orElseThrow().line() + ":"
                                        + each.where().orElseThrow().column() + " " + each.what())
                                .containsExactly(
                                        "CH-MODULE-017 2:9 a module's template asks Consul: it calls \"service\"",
                                        "CH-MODULE-017 2:37 a module's template asks Consul: it calls"
                                                + " \"keyOrDefault\""));
        refused(
                Settings.map("templates", List.of(Map.of("contents", "\n{{ key \"a\" }}", "destination", "/x"))),
                "CH-MODULE-017",
                "in line 2 of its contents: ");
        Files.writeString(module.resolve("config.hcl"), "template { source = \"asks\" destination = \"/x\" }\n");
        refused(Settings.text("config.hcl"), "CH-MODULE-017", "it calls \"service\"");
    }

    @Test
    void aFileOfValuesAnswersInConsulsPlace() throws IOException {
        Files.writeString(module.resolve("asks"), "{{ key \"a\" }}");
        Files.writeString(module.resolve("values.yml"), "kv: {a: 1}\n");

        assertThat(read(Settings.map("templates", List.of(template("asks")), "values", "values.yml"))
                        .templates())
                .hasSize(1);
        assertThat(read(Settings.map(
                                "templates", List.of(Map.of("source", "asks", "destination", "/x", "raw", "true"))))
                        .templates())
                .hasSize(1);
    }
}
