package dev.chandler.plugin.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.OwnFolder;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step says of this machine's Ansible, and of what became of its playbook. */
class AnsibleStepTest {

    @TempDir
    private Path project;

    @TempDir
    private Path programs;

    @BeforeEach
    void aPlaybook() throws IOException {
        Files.writeString(project.resolve("site.yml"), "write /etc/one 1\n");
    }

    @Test
    void aMachineWithoutAnsibleIsToldHowToGetIt() {
        assertThatThrownBy(() -> step(Settings.text("site.yml"), Map.of("PATH", programs.toString()))
                        .requireReady())
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(
                        "CH-ANSIBLE-002", "chandler.yml:1:1", "none on the PATH", "pipx install ansible-core");
    }

    @Test
    void aNameThatIsNoProgramIsToldWithWhoNamesIt() {
        assertThatThrownBy(() -> step(Settings.map("playbook", "site.yml", "program", "nowhere"), Map.of())
                        .requireReady())
                .hasMessageContainingAll("CH-ANSIBLE-002", "program: names", "nowhere");
    }

    @Test
    void anotherVersionThanTheStepWantsIsRefused() throws IOException {
        Path program = FakeProgram.make(programs, "2.18.8");
        Setting settings = Settings.map("playbook", "site.yml", "version", "2.1");

        assertThatThrownBy(() -> key(settings, program))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("CH-ANSIBLE-003", "is 2.18.8", "wants 2.1");
    }

    @Test
    void theBeginningOfAVersionWillDo() throws Exception {
        Path program = FakeProgram.make(programs, "2.18.8");

        assertThat(key(Settings.map("playbook", "site.yml", "version", "2.18"), program))
                .contains("2.18.8");
    }

    @Test
    void aVersionThatIsTooOldIsRefused() throws IOException {
        Path program = FakeProgram.make(programs, "2.13.1");

        assertThatThrownBy(() -> key(Settings.text("site.yml"), program))
                .hasMessageContainingAll("CH-ANSIBLE-003", "is 2.13.1", "2.14 or newer");
    }

    @Test
    void theManifestBesideThePlaybookIsNothingThatItReads() throws Exception {
        Path program = FakeProgram.make(programs, "2.18.8");
        String before = key(Settings.text("site.yml"), program);
        Files.writeString(project.resolve("chandler.yml"), "name: changed");
        Files.createDirectory(project.resolve(".git"));
        Files.writeString(project.resolve(".git/HEAD"), "changed");

        assertThat(key(Settings.text("site.yml"), program)).isEqualTo(before);
    }

    @Test
    void nothingIsLeftOnTheClientOrInTheInstance() throws Exception {
        Path program = FakeProgram.make(programs, "2.18.8");
        try (FakeEngine engine = new FakeEngine();
                OwnFolder own = OwnFolder.make();
                Instance instance = instance(engine)) {
            step(Settings.text("site.yml"), of(program)).run(new FakeContext(instance).with(own.path()));

            assertThat(instance.get("/etc/one")).isPresent();
            assertThat(instance.get("/dev/chandler-ansible-install-0-")).isEmpty();
            assertThat(project).isDirectoryContaining(file -> file.endsWith("site.yml"));
            assertThat(Files.list(project)).hasSize(1);
        }
    }

    @Test
    void aCommandThatFailsIsAStepThatFails() throws Exception {
        Path program = FakeProgram.make(programs, "2.18.8");
        Files.writeString(project.resolve("site.yml"), "fail 3\n");
        try (FakeEngine engine = new FakeEngine();
                OwnFolder own = OwnFolder.make();
                Instance instance = instance(engine)) {
            FakeContext context = new FakeContext(instance).with(own.path());

            assertThatThrownBy(
                            () -> step(Settings.text("site.yml"), of(program)).run(context))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContainingAll("CH-ANSIBLE-009", "exit status 2");
        }
    }

    @Test
    void aPlaybookThatIsForOthersIsAStepThatFails() throws Exception {
        Path program = FakeProgram.make(programs, "2.18.8");
        Files.writeString(project.resolve("site.yml"), "");
        try (FakeEngine engine = new FakeEngine();
                OwnFolder own = OwnFolder.make();
                Instance instance = instance(engine)) {
            FakeContext context = new FakeContext(instance).with(own.path());

            assertThatThrownBy(
                            () -> step(Settings.text("site.yml"), of(program)).run(context))
                    .hasMessageContainingAll("CH-ANSIBLE-010", "in no group", "groups:");
        }
    }

    private static Instance instance(FakeEngine engine) throws InterruptedException {
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
    }

    private String key(Setting settings, Path program) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        step(settings, of(program)).describe(key);
        return key.toString();
    }

    private static Map<String, String> of(Path program) {
        return Map.of("CHANDLER_ANSIBLE_PLAYBOOK", program.toString(), "PATH", "/usr/bin:/bin");
    }

    private PreparedStep step(Setting settings, Map<String, String> environment) throws InterruptedException {
        return new AnsibleProvisioner().prepare(new FakeRequest(settings, project).clientEnvironment(environment));
    }
}
