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
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProvisionerTest extends ProvisionerContract {

    @Override
    protected Provisioner provisioner() {
        return new ExecProvisioner();
    }

    @Override
    protected Setting settings() {
        return Settings.text("write /etc/motd hello");
    }

    @Override
    protected Map<String, Change> changes() {
        return Map.of("the text", (directory, settings) -> Settings.text("write /etc/motd good bye"));
    }

    @Test
    void theTextIsOneWordAfterTheShell() throws InterruptedException {
        FakeRequest request = new FakeRequest(
                Settings.text("echo 'a\n  b'"), Path.of("/"), List.of("/bin/bash", "-c"), Optional.empty());

        assertThat(output(new ExecProvisioner().prepare(request)).out()).isEqualTo("a\n  b\n");
    }

    @Test
    void theStepsSurroundingsAreTheCommands() throws InterruptedException {
        try (FakeInstance instance = start()) {
            FakeContext context = new FakeContext(instance, new RecordedOutput(), Map.of("A", "1"), "/srv");

            prepare("env A; pwd").run(context);

            assertThat(context.output().out()).isEqualTo("1\n/srv\n");
        }
    }

    @Test
    void theKeyHasTextAndShell() throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare("make").describe(key);

        assertThat(key.names()).containsExactly("command", "shell");
        assertThat(key.value("command")).isEqualTo("make");
        assertThat(key.value("shell")).isEqualTo("[/bin/sh, -ec]");
    }

    @Test
    void theTitleIsTheFirstLineThatSaysSomething() throws Exception {
        assertThat(prepare("\n  make all  \nmake install\n").title()).isEqualTo("make all");
    }

    @Test
    void aFailureSaysWhatWasRunAndWhatItWrote() throws Exception {
        assertThatThrownBy(() -> output(prepare("echo begin; err going on; apt-gte install -y nginx")))
                .isInstanceOfSatisfying(ProvisionException.class, thrown -> {
                    assertThat(thrown.problems()).hasSize(1);
                    assertThat(thrown.problems().get(0).code()).isEqualTo("CH-STEP-001");
                    assertThat(thrown.problems().get(0).what())
                            .isEqualTo("step \"install[0]\" failed: exit status 127 (command not found)");
                    assertThat(thrown.problems().get(0).why())
                            .hasValue("command: echo begin; err going on; apt-gte install -y nginx\n"
                                    + "last output:\n  begin\n  going on\n  sh: apt-gte: not found");
                });
    }

    @Test
    void aFailureWithoutOutputSaysSo() throws Exception {
        assertThatThrownBy(() -> output(prepare("true\nfail 3\ntrue")))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        thrown -> assertThat(thrown.problems().get(0).why())
                                .hasValue("command: true (and 2 more lines)\nit wrote nothing"));
    }

    @Test
    void aSignalIsNamed() throws Exception {
        assertThatThrownBy(() -> output(prepare("fail 137")))
                .hasMessageContaining("exit status 137 (ended by SIGKILL, perhaps for lack of memory)");
    }

    @Test
    void anEmptyCommandIsRefusedAtItsPlace() throws Exception {
        assertThatThrownBy(() -> prepare(" \n "))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("chandler.yml:1:1: empty command");
    }

    @Test
    void textIsStandardInputAsItIsWritten() throws InterruptedException {
        assertThat(output(beside("input", "stdin", "a\n b")).out()).isEqualTo("a\n b");
    }

    @Test
    void aFileIsStandardInput(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("in.txt"), "from the client\n");

        PreparedStep step = beside(folder, "input", Settings.map("stdin", Map.of("file", "in.txt")));

        assertThat(output(step).out()).isEqualTo("from the client\n");
    }

    @Test
    void theFileOfItsInputIsWhereItsKeyHasTheContentFrom(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("in.txt"), "1");

        PreparedStep step = beside(folder, "input", Settings.map("stdin", Map.of("file", "in.txt")));

        assertThat(step.file("content of stdin", ""))
                .contains(folder.toRealPath().resolve("in.txt"));
        assertThat(step.file("command", "")).isEmpty();
    }

    @Test
    void standardInputIsInTheKeyByItsContent(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a"), "1");
        Files.writeString(folder.resolve("b"), "1");
        Files.writeString(folder.resolve("c"), "2");

        assertThat(key(beside("input", "stdin", "1"))).isNotEqualTo(key(beside("input", "stdin", "2")));
        assertThat(key(beside("input", "stdin", "1"))).isNotEqualTo(key(prepare("input")));
        assertThat(fileKey(folder, "a")).isEqualTo(fileKey(folder, "b")).isNotEqualTo(fileKey(folder, "c"));
    }

    @Test
    void anInputThatChangedSincePlanningFailsTheStep(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("in.txt"), "before");
        PreparedStep step = beside(folder, "input", Settings.map("stdin", Map.of("file", "in.txt")));
        Files.writeString(folder.resolve("in.txt"), "after that");

        assertThatThrownBy(() -> output(step))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("a file changed while it was being copied");
    }

    @Test
    void allThatIsWrongIsSaidAtItsPlace(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> beside(folder, " ", Settings.map("stdin", Map.of("file", "no.txt"))))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(problem -> problem.where().orElseThrow() + " " + problem.code())
                                .containsExactly("chandler.yml:1:1 CH-MANIFEST-012", "chandler.yml:1:14 CH-FILES-001"));
        assertThatThrownBy(() -> beside(folder, "a", Settings.map("stdin", List.of("a"))))
                .hasMessageContaining("expected text, or {file: FILE}, found a list");
        assertThatThrownBy(() -> beside(folder, "a", Settings.map("stdin", Map.of("fiel", "a"))))
                .hasMessageContaining("missing key \"file\"")
                .hasMessageContaining("unknown key \"fiel\"");
    }

    @Test
    void anAllowedExitCodeIsNoFailure() throws InterruptedException {
        assertThat(output(beside("echo done; fail 3", "allow-exit-codes", List.of("0", "3")))
                        .out())
                .isEqualTo("done\n");
        assertThat(output(beside("fail 3", "allow-exit-codes", "3")).out()).isEmpty();
    }

    @Test
    void anyOtherCodeIsAFailureAlsoZero() throws Exception {
        assertThatThrownBy(() -> output(beside("true", "allow-exit-codes", List.of("3", "1"))))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("step \"install[0]\" failed: exit status 0")
                .hasMessageContaining("command: true\nallowed: 1, 3\nit wrote nothing");
    }

    @Test
    void whatIsAllowedIsInTheKeyUnlessItIsTheUsual() throws Exception {
        assertThat(key(beside("a", "allow-exit-codes", List.of("0", "3"))))
                .isNotEqualTo(key(prepare("a")))
                .isEqualTo(key(beside("a", "allow-exit-codes", List.of("3", "0", "03"))));
        assertThat(key(beside("a", "allow-exit-codes", "0"))).isEqualTo(key(prepare("a")));
    }

    @Test
    void whatIsNoExitCodeIsRefusedAtItsPlace() throws Exception {
        assertThatThrownBy(() -> beside("a", "allow-exit-codes", List.of("0", "256", "-1")))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(
                                        problem -> problem.where().orElseThrow().toString())
                                .containsExactly("chandler.yml:2:21", "chandler.yml:3:21"));
        assertThatThrownBy(() -> beside("a", "allow-exit-codes", List.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("no exit code is allowed");
    }

    private static String fileKey(Path folder, String file) throws InterruptedException {
        return key(beside(folder, "input", Settings.map("stdin", Map.of("file", file))));
    }

    private static String key(PreparedStep step) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        step.describe(key);
        return key.toString();
    }

    private static PreparedStep beside(String text, Object... words) throws InterruptedException {
        return beside(Path.of("/"), text, Settings.map(words));
    }

    private static PreparedStep beside(Path folder, String text, Setting words) throws InterruptedException {
        return new ExecProvisioner().prepare(new FakeRequest(Settings.text(text), folder).beside(words));
    }

    private static PreparedStep prepare(String text) throws InterruptedException {
        return new ExecProvisioner().prepare(new FakeRequest(Settings.text(text), Path.of("/")));
    }

    private static RecordedOutput output(PreparedStep step) throws InterruptedException {
        try (FakeInstance instance = start()) {
            FakeContext context = new FakeContext(instance);
            step.run(context);
            return context.output();
        }
    }

    private static FakeInstance start() throws InterruptedException {
        FakeEngine engine = new FakeEngine();
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
    }
}
