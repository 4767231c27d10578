package dev.chandler.plugin.ansible;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of provisioners, with an ansible-playbook that is as small as the instance. */
class AnsibleProvisionerTest extends ProvisionerContract {

    @TempDir
    private static Path programs;

    private static Path program;
    private static Path newer;

    @BeforeAll
    static void makePrograms() throws IOException {
        program = FakeProgram.make(programs.resolve("old"), "2.18.8");
        newer = FakeProgram.make(programs.resolve("new"), "2.19.1");
    }

    @Override
    protected Provisioner provisioner() {
        return new AnsibleProvisioner();
    }

    @Override
    protected Map<String, String> clientEnvironment() {
        return Map.of("CHANDLER_ANSIBLE_PLAYBOOK", program.toString(), "PATH", "/usr/bin:/bin");
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        write(directory, "ansible/site.yml", "write /etc/one 1\ntemplate templates/motd.j2");
        write(directory, "ansible/templates/motd.j2", "hello");
        write(directory, "more/roles/web/tasks/main.yml", "- debug:");
        write(directory, "more/collections/ansible_collections/a/b/galaxy.yml", "a: b");
        write(directory, "more/read.txt", "text");
        write(directory, "more/vars.yml", "a: b");
        write(directory, "more/ansible.cfg", "[defaults]");
    }

    private static void write(Path directory, String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Override
    protected Setting settings() {
        return Settings.map(
                "playbook", "ansible/site.yml",
                "vars", Map.of("greeting", "hello"),
                "roles-path", "more/roles",
                "collections-path", List.of("more/collections"),
                "reads", "more/read.txt",
                "vars-files", "more/vars.yml",
                "config", "more/ansible.cfg");
    }

    @Override
    protected Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        for (String file : List.of(
                "ansible/site.yml",
                "ansible/templates/motd.j2",
                "ansible/group_vars/all.yml",
                "more/roles/web/tasks/main.yml",
                "more/collections/ansible_collections/a/b/galaxy.yml",
                "more/read.txt",
                "more/vars.yml",
                "more/ansible.cfg")) {
            changes.put("the content of " + file, (directory, settings) -> {
                write(directory, file, "write /etc/two 2");
                return settings;
            });
        }
        changes.put("the mode of a file", (directory, settings) -> {
            Files.setPosixFilePermissions(
                    directory.resolve("ansible/templates/motd.j2"), PosixFilePermissions.fromString("rwx------"));
            return settings;
        });
        changes.put("another playbook of the same folder", (directory, settings) -> {
            write(directory, "ansible/other.yml", "");
            String before = Files.readString(directory.resolve("ansible/other.yml"));
            return Settings.with(settings, "playbook", before + "ansible/other.yml");
        });
        changes.put(
                "the program's version", (directory, settings) -> Settings.with(settings, "program", newer.toString()));
        setting(changes, "vars", Map.of("greeting", "ahoy"));
        setting(changes, "host", "web");
        setting(changes, "host-vars", Map.of("a", "b"));
        setting(changes, "groups", List.of("servers"));
        setting(changes, "tags", "some");
        setting(changes, "skip-tags", "some");
        setting(changes, "become", "true");
        setting(changes, "become-user", "app");
        return changes;
    }

    private static void setting(Map<String, Change> changes, String key, Object value) {
        changes.put(key, (directory, settings) -> Settings.with(settings, key, value));
    }

    @Override
    protected List<Setting> wrongSettings() {
        return List.of(
                Settings.list("a", "b"),
                Settings.text("missing.yml"),
                Settings.with(settings(), "no-such-setting", "1"),
                Settings.with(settings(), "playbook", "ansible"),
                Settings.with(settings(), "roles-path", "more/read.txt"),
                Settings.with(settings(), "groups", "two words"),
                Settings.with(settings(), "vars", "a=b"),
                Settings.with(settings(), "verbosity", "5"),
                Settings.with(settings(), "become", "maybe"));
    }
}
