package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeInstance;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFileTest extends ProvisionerContract {

    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeEngine();

    @Override
    protected Provisioner provisioner() {
        return new ExecProvisioner();
    }

    @Override
    protected Setting settings() {
        return Settings.map("script", "tools/setup.sh", "args", List.of("a b", "c"));
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("tools"));
        Files.writeString(directory.resolve("tools/setup.sh"), "#!/bin/sh\nargs\nwrite /etc/motd hello\n");
    }

    @Override
    protected Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("the content", (directory, settings) -> {
            Files.writeString(directory.resolve("tools/setup.sh"), "write /etc/motd good bye\n");
            return settings;
        });
        changes.put("the name", (directory, settings) -> {
            Files.move(directory.resolve("tools/setup.sh"), directory.resolve("tools/other.sh"));
            return Settings.with(settings, "script", "tools/other.sh");
        });
        changes.put("the arguments", (directory, settings) -> Settings.with(settings, "args", List.of("a", "b c")));
        return changes;
    }

    @Override
    protected List<Setting> wrongSettings() {
        return List.of(Settings.with(settings(), "no-such-setting", "1"), Settings.map("args", List.of("a")));
    }

    @BeforeEach
    void files() throws Exception {
        prepareFiles(folder);
    }

    @Test
    void argumentsAreWords() throws InterruptedException {
        try (FakeInstance instance = start()) {
            FakeContext context = new FakeContext(instance);

            prepare(settings()).run(context);

            assertThat(context.output().out()).isEqualTo("a b,c\n");
        }
    }

    @Test
    void aScriptHasItsOwnStandardInput() throws Exception {
        Files.writeString(folder.resolve("tools/setup.sh"), "input\n");
        try (FakeInstance instance = start()) {
            FakeContext context = new FakeContext(instance);
            FakeRequest request = new FakeRequest(settings(), folder).beside(Settings.map("stdin", "hello"));

            new ExecProvisioner().prepare(request).run(context);

            assertThat(context.output().out()).isEqualTo("hello");
        }
    }

    @Test
    void nothingOfTheScriptStays() throws InterruptedException {
        try (FakeInstance instance = start()) {
            prepare(settings()).run(new FakeContext(instance));

            assertThat(instance.tree().files().keySet())
                    .contains("/etc/motd")
                    .noneMatch(path -> path.startsWith("/dev/"));
        }
    }

    @Test
    void theFolderThatItLiesInIsNotInTheKey() throws Exception {
        RecordedKey before = key();
        Files.move(folder.resolve("tools"), folder.resolve("scripts"));

        assertThat(key("scripts/setup.sh")).hasToString(before.toString());
    }

    @Test
    void aFailureNamesTheScript() throws Exception {
        Files.writeString(folder.resolve("tools/setup.sh"), "echo begin\nfail 3\necho end\n");
        try (FakeInstance instance = start()) {
            PreparedStep step = prepare(settings());

            assertThatThrownBy(() -> step.run(new FakeContext(instance)))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContaining("step \"install[0]\" failed: exit status 3")
                    .hasMessageContaining("command: tools/setup.sh a b c\nlast output:\n  begin");
        }
    }

    @Test
    void aScriptThatChangedSincePlanningIsNotRun() throws Exception {
        PreparedStep step = prepare(settings());
        Files.writeString(folder.resolve("tools/setup.sh"), "write /etc/motd other\n");

        try (FakeInstance instance = start()) {
            assertThatThrownBy(() -> step.run(new FakeContext(instance)))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContaining("chandler.yml:1:9: a file changed while it was being copied");
            assertThat(instance.tree().text("/etc/motd")).isEmpty();
        }
    }

    @Test
    void itsFileIsWhereItsKeyHasTheContentFrom() throws Exception {
        PreparedStep step = prepare(settings());

        assertThat(step.file("script", "").orElseThrow()).endsWith(Path.of("tools/setup.sh"));
        assertThat(step.file("script name", "")).isEmpty();
    }

    @Test
    void aScriptThatIsNotThereIsTheManifestsProblem() throws Exception {
        assertThatThrownBy(() -> prepare(Settings.map("script", "no.sh")))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("chandler.yml:1:9: no such file or folder");
    }

    @Test
    void aFolderIsNoScript() throws Exception {
        assertThatThrownBy(() -> prepare(Settings.map("script", "tools")))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("chandler.yml:1:9: \"tools\" is a folder");
    }

    @Test
    void argumentsInOneTextAreRefused() throws Exception {
        assertThatThrownBy(() -> prepare(Settings.map("script", "tools/setup.sh", "args", "a b")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("chandler.yml:2:7: expected a list of words, found text");
    }

    private RecordedKey key() throws InterruptedException {
        return key("tools/setup.sh");
    }

    private RecordedKey key(String script) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare(Settings.with(settings(), "script", script)).describe(key);
        return key;
    }

    private PreparedStep prepare(Setting settings) throws InterruptedException {
        return new ExecProvisioner().prepare(new FakeRequest(settings, folder));
    }

    private FakeInstance start() throws InterruptedException {
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
    }
}
