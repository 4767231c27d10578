package dev.chandler.plugin.nix;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of provisioners, with a Nix that builds one thing. */
class NixProvisionerTest extends ProvisionerContract {

    @TempDir
    private static Path machine;

    @BeforeAll
    static void makePrograms() throws IOException {
        FakeNix.make(machine.resolve("bin"));
    }

    @Override
    protected Provisioner provisioner() {
        return new NixProvisioner();
    }

    @Override
    protected Map<String, String> clientEnvironment() {
        return Map.of(
                "CHANDLER_NIX_BIN", machine.resolve("bin").toString(),
                "CHANDLER_NIX_STORE", machine.resolve("root").toString(),
                "PATH", "/usr/bin:/bin");
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        Files.writeString(directory.resolve("default.nix"), "hello");
        Files.createDirectory(directory.resolve("nixpkgs"));
    }

    @Override
    protected Setting settings() {
        return Settings.map(
                "file",
                "default.nix",
                "attribute",
                List.of("hello"),
                "nix-path",
                Map.of("nixpkgs", Map.of("url", "file:///nixpkgs.tar", "sha256", "0")),
                "link",
                "/usr/local");
    }

    @Override
    protected Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("the derivation", (directory, settings) -> {
            Files.writeString(directory.resolve("default.nix"), "good bye");
            return settings;
        });
        changes.put("the attribute", (directory, settings) -> Settings.with(settings, "attribute", "other"));
        changes.put("the arguments", (directory, settings) -> Settings.with(settings, "args", Map.of("a", "b")));
        changes.put("the link", (directory, settings) -> Settings.with(settings, "link", "/opt"));
        changes.put(
                "what is pinned",
                (directory, settings) -> Settings.with(
                        settings, "nix-path", Map.of("nixpkgs", Map.of("url", "file:///nixpkgs.tar", "sha256", "1"))));
        return changes;
    }

    @Override
    protected List<Setting> wrongSettings() {
        return List.of(
                Settings.list("a", "b"),
                Settings.text("missing.nix"),
                Settings.map("attribute", "hello"),
                Settings.map("packages", "hello"),
                Settings.with(settings(), "packages", "hello"),
                Settings.with(settings(), "no-such-setting", "1"),
                Settings.with(settings(), "attribute", "1a"),
                Settings.with(settings(), "link", "usr/local"),
                Settings.with(settings(), "link", "/usr/../local"),
                Settings.with(settings(), "nix-path", Map.of("nixpkgs", Map.of("url", "u"))));
    }
}
