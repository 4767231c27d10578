package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract with a file that the real consul-template renders, of values that are in a file. */
class RenderedStepIT extends ProvisionerContract {

    @Override
    protected Provisioner provisioner() {
        return new ConsulTemplateProvisioner();
    }

    @Override
    protected Map<String, String> clientEnvironment() {
        return RealTools.environment();
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        Files.writeString(directory.resolve("app.tpl"), "{{ key \"port\" }} {{ env \"A\" }}\n");
        Files.writeString(directory.resolve("values.yml"), "kv: {port: 8080}\n");
    }

    @Override
    protected Setting settings() {
        return Settings.map(
                "templates", List.of(item("perms", "0644")), "values", "values.yml", "env", Map.of("A", "b"));
    }

    private static Map<String, String> item(String key, String value) {
        Map<String, String> item = new HashMap<>(Map.of("source", "app.tpl", "destination", "/etc/app.conf"));
        item.put(key, value);
        return item;
    }

    private static Change template(String key, String value) {
        return (directory, settings) -> Settings.with(settings, "templates", List.of(item(key, value)));
    }

    @Override
    protected Map<String, Change> changes() {
        return Map.of(
                "a value",
                        (directory, settings) -> {
                            Files.writeString(directory.resolve("values.yml"), "kv: {port: 8081}\n");
                            return settings;
                        },
                "the template",
                        (directory, settings) -> {
                            Files.writeString(directory.resolve("app.tpl"), "{{ key \"port\" }}\n");
                            return settings;
                        },
                "the environment", (directory, settings) -> Settings.with(settings, "env", Map.of("A", "c")),
                "a delimiter", template("right_delimiter", "]]"),
                "what a missing entry is", template("error_on_missing_key", "true"),
                "what is denied", template("function_denylist", "add"),
                "no rendering", template("raw", "true"));
    }

    @Override
    protected List<String> results() {
        return List.of("/etc/app.conf");
    }
}
