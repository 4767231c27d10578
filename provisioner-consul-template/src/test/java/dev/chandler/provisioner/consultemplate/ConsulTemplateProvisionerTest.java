package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** With files that need no consul-template, which a machine may not have. */
class ConsulTemplateProvisionerTest extends ProvisionerContract {

    @Override
    protected Provisioner provisioner() {
        return new ConsulTemplateProvisioner();
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("templates"));
        Files.writeString(directory.resolve("templates/motd"), "welcome\n");
        Files.writeString(directory.resolve("templates/config.hcl"), """
                template {
                  source = "motd"
                  destination = "/etc/motd"
                }
                """);
    }

    @Override
    protected Setting settings() {
        return Settings.map("config", "templates/config.hcl", "templates", List.of(item("contents", "{{ kept }}\n")));
    }

    private static Map<String, String> item(String key, String value) {
        Map<String, String> item = new LinkedHashMap<>(
                Map.of("contents", "{{ kept }}\n", "destination", "/etc/app/app.conf", "raw", "true"));
        item.put(key, value);
        return item;
    }

    @Override
    protected Map<String, Change> changes() {
        return Map.of(
                "a source",
                        (directory, settings) -> {
                            Files.writeString(directory.resolve("templates/motd"), "good bye\n");
                            return settings;
                        },
                "the config",
                        (directory, settings) -> {
                            Path config = directory.resolve("templates/config.hcl");
                            Files.writeString(config, Files.readString(config).replace("/etc/motd", "/etc/issue"));
                            return settings;
                        },
                "contents", (directory, settings) -> with(settings, "contents", "other"),
                "a destination", (directory, settings) -> with(settings, "destination", "/etc/other"),
                "permissions", (directory, settings) -> with(settings, "perms", "0600"),
                "an owner", (directory, settings) -> with(settings, "user", "1000"),
                "a group", (directory, settings) -> with(settings, "group", "1000"),
                "a backup", (directory, settings) -> with(settings, "backup", "true"));
    }

    private static Setting with(Setting settings, String key, String value) {
        return Settings.with(settings, "templates", List.of(item(key, value)));
    }

    @Override
    protected List<Setting> wrongSettings() {
        Stream<Map<String, String>> items = Stream.of(
                Map.of("contents", "a"),
                Map.of("destination", "/a"),
                Map.of("contents", "a", "source", "b", "destination", "/a"),
                Map.of("source", "not-there", "destination", "/a"),
                Map.of("contents", "a", "destination", "/a/"),
                Map.of("contents", "a", "destination", "/a", "perms", "rw"),
                Map.of("contents", "a", "destination", "/a", "exec", "rm"));
        return Stream.concat(
                        Stream.of(
                                Settings.list("a"),
                                Settings.text("not-there.hcl"),
                                Settings.map("config", "templates"),
                                Settings.map("wait", "1s"),
                                Settings.map("config", "templates/config.hcl", "where", "nowhere"),
                                Settings.map("config", "templates/config.hcl", "wait", "long"),
                                Settings.map("config", "templates/config.hcl", "token", "secret"),
                                Settings.map("config", "templates/config.hcl", "token", Map.of()),
                                Settings.map("config", "templates/config.hcl", "values", "not-there.yml")),
                        items.map(item -> Settings.map("templates", List.of(item))))
                .toList();
    }

    @Override
    protected List<String> results() {
        return List.of("/etc/motd", "/etc/app");
    }
}
