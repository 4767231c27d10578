package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.given;
import static dev.chandler.core.TestBuild.limited;
import static dev.chandler.core.TestBuild.registering;
import static dev.chandler.core.TestBuild.retried;
import static dev.chandler.core.TestBuild.surrounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.ConfigChanges;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeImage;
import dev.chandler.testkit.FakeTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is there for the step that lists it while that runs, and nowhere else. */
class SecretStepsTest {

    private static final String VALUE = "hunter2-hunter2";
    private static final Location HERE = new Location("chandler.yml", 2, 9);
    private static final SecretSpec PYPI = secret("pypi", "PYPI_TOKEN");
    private static final SecretSpec OTHER = secret("other", "OTHER_TOKEN");

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    private static SecretSpec secret(String name, String variable) {
        return new SecretSpec(name, new SecretSource.Variable(variable), Optional.empty(), HERE);
    }

    private static SecretSpec version(SecretSpec secret, String version) {
        return new SecretSpec(secret.name(), secret.source(), Optional.of(version), secret.location());
    }

    private TestBuild build(ActionSpec... steps) {
        TestBuild build = new TestBuild(host, folder)
                .client(Map.of("PYPI_TOKEN", VALUE, "OTHER_TOKEN", "swordfish-swordfish", "PATH", "/usr/bin:/bin"));
        Stream.of(steps).forEach(step -> build.install(step, UnaryOperator.identity()));
        return build;
    }

    private static String file(String step, String secret) {
        return "/dev/chandler-secrets-" + Digest.of(step).shortHex() + "/" + secret;
    }

    private static ActionSpec reading(String more) {
        return given(action("env CHANDLER_SECRETS; cat " + file("install[0]", "pypi") + more), PYPI);
    }

    private FakeTree image() {
        return host.image("app:latest").map(FakeImage::tree).orElseThrow();
    }

    /** Whatever a test has done. */
    @AfterEach
    void noValueIsInKeysLabelsAndCalls() throws IOException {
        assertThat(host.calls()).noneMatch(call -> call.contains(VALUE));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each)).as(each.toString()).doesNotContain(VALUE);
            }
        }
        assertThat(events.events().toString()).doesNotContain(VALUE);
    }

    @Test
    void aStepFindsItAndItIsMaskedInTheOutput() throws InterruptedException {
        build(reading("; write /etc/motd ok")).run(events);

        assertThat(events.output("install[0]")).isEqualTo(file("install[0]", "").replaceAll("/$", "") + "\n***");
        assertThat(image().files().keySet()).noneMatch(path -> path.startsWith("/dev/"));
    }

    @Test
    void theValueIsTheFilesContentAndTheStepsUserMayReadIt() throws InterruptedException {
        Map<String, FakeFile> seen = new TreeMap<>();
        host.at("run fake-1: look", 1, () -> host.tree("fake-1").files().forEach(seen::put));

        assertThatThrownBy(() -> build(given(surrounded(action("look"), Map.of(), "/", "1000:1000"), PYPI))
                        .run(events))
                .isInstanceOf(ProvisionException.class);

        FakeFile secret = seen.get(file("install[0]", "pypi"));
        assertThat(secret).isNotNull();
        assertThat(secret.text()).isEqualTo(VALUE);
        assertThat(secret.mode()).isEqualTo(0400);
        assertThat(secret.uid()).isEqualTo(1000);
        FakeFile directory = seen.get(file("install[0]", "").replaceAll("/$", ""));
        assertThat(directory).isNotNull();
        assertThat(directory.mode()).isEqualTo(0700);
        assertThat(directory.uid()).isEqualTo(1000);
    }

    @Test
    void theNextStepDoesNotFindIt() {
        assertThatThrownBy(() -> build(reading(""), action("env CHANDLER_SECRETS; cat " + file("install[0]", "pypi")))
                        .run(events))
                .hasMessageContaining("step \"install[1]\" failed");
        assertThat(events.output("install[1]")).startsWith("\n");
    }

    @Test
    void aStepThatFailedLeavesNothing() {
        assertThatThrownBy(() -> build(reading("; fail 3")).keepOnError().run(events))
                .isInstanceOf(ProvisionException.class);

        assertThat(host.tree("fake-1").files().keySet()).noneMatch(path -> path.startsWith("/dev/"));
    }

    @Test
    void aStepThatTookTooLongLeavesNothing() {
        assertThatThrownBy(() -> build(limited(reading("; block forever"), Duration.ofMillis(50)))
                        .keepOnError()
                        .run(events))
                .hasMessageContaining("took longer");

        assertThat(host.tree("fake-1").files().keySet()).noneMatch(path -> path.startsWith("/dev/"));
    }

    @Test
    void aStepThatWasCancelledLeavesNothing() {
        Thread builder = Thread.currentThread();
        host.at("run fake-1: env CHANDLER_SECRETS", 1, builder::interrupt);

        assertThatThrownBy(() -> build(reading("")).run(events)).isInstanceOf(InterruptedException.class);

        assertThat(host.calls("run"))
                .last()
                .asString()
                .contains("rm -rf '" + file("install[0]", "").replaceAll("/$", "") + "'");
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void eachTryFindsItAnew() throws InterruptedException {
        host.at("run fake-1: cat", 1, () -> {
            throw new ProvisionException(Problem.of("CH-TEST-001", "first try"));
        });
        ActionSpec step = given(action("cat " + file("install[0]", "pypi")), PYPI);

        build(retried(step, 1)).run(events);

        assertThat(events.output("install[0]")).isEqualTo("***");
    }

    @Test
    void branchesHaveTheirOwn() throws InterruptedException {
        ActionSpec first = given(action("cat " + file("install[0].branch[0]", "pypi")), PYPI);
        ActionSpec second = given(action("cat " + file("install[0].branch[1]", "other")), OTHER);

        build().parallel(first, second).run(events);

        assertThat(events.output("install[0].branch[0]")).isEqualTo("***");
        assertThat(events.output("install[0].branch[1]")).isEqualTo("***");
    }

    @Test
    void aTestMayHaveOne() throws InterruptedException {
        build(action("true"))
                .test(given(action("cat " + file("script[0]", "pypi")), PYPI))
                .run(events);

        assertThat(events.output("script[0]")).isEqualTo("***");
    }

    @Test
    void noInstanceIsStartedWhereOneIsMissing() {
        assertThatThrownBy(() -> build(action("true"), given(action("true"), secret("none", "NONE")))
                        .run(events))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("chandler.yml:2:9: cannot get the secret \"none\"");

        assertThat(host.instancesStarted()).isZero();
    }

    @Test
    void aStepThatIsThereAlreadyNeedsNoValue() throws InterruptedException {
        build(reading("")).run();

        build(reading("")).client(Map.of()).run(events);

        assertThat(events.events(RunEvent.StepHit.class)).hasSize(1);
    }

    @Test
    void theKeyHasSourceAndVersionAndNotTheValue() throws InterruptedException {
        String key = key(build(given(action("true"), PYPI)));

        assertThat(key(build(given(action("true"), PYPI)).client(Map.of("PYPI_TOKEN", "another value"))))
                .isEqualTo(key);
        assertThat(key(build(given(action("true"), version(PYPI, "2"))))).isNotEqualTo(key);
        assertThat(key(build(given(action("true"), secret("pypi", "OTHER"))))).isNotEqualTo(key);
        assertThat(key(build(given(action("true"), secret("p", "PYPI_TOKEN"))))).isNotEqualTo(key);
        assertThat(key(build(action("true")))).isNotEqualTo(key);
    }

    private static String key(TestBuild build) throws InterruptedException {
        return build.plan().tasks().get(0).preimage().key().toString();
    }

    @Test
    void aProblemThatQuotesItIsMasked() {
        assertThatThrownBy(() -> build(given(action("true"), PYPI))
                        .prepared(step -> new Quoting())
                        .run(events))
                .hasMessageNotContaining(VALUE)
                .hasMessageContaining("***");
    }

    private record Quoting() implements PreparedStep {

        @Override
        public String title() {
            return "a title with " + VALUE;
        }

        @Override
        public void describe(KeyBuilder key) {}

        @Override
        public void run(StepContext context) {
            throw new ProvisionException(Problem.of("CH-TEST-001", "what").because("it said " + VALUE));
        }
    }

    @Test
    void whatIsRegisteredMustNotHoldIt() {
        ActionSpec step = registering(reading(""), "version");

        assertThatThrownBy(() -> build(step).run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("cannot be registered as \"version\": there is a secret in it");
    }

    @Test
    void aStateThatHoldsItIsNotKept() {
        String encoded = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
        ActionSpec step = given(action("write /root/.netrc machine x password " + encoded), PYPI);

        assertThatThrownBy(() -> build(action("true"), step).run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(
                        "chandler.yml:1:1: step \"install[1]\" has left the secret \"pypi\" in \"/root/.netrc\"");

        assertThat(host.resources()).hasSize(1).allMatch(each -> each.kind() == Resource.Kind.CHECKPOINT);
        assertThat(host.image("app:latest")).isEmpty();
    }

    @Test
    void whatWasThereBeforeIsNoFaultOfTheStep() throws InterruptedException {
        host.image("busybox", new FakeTree().put("/etc/token", VALUE).put("/bin/sh", "\u0001"), ImageConfig.EMPTY);

        build(given(action("write /etc/motd hello"), PYPI)).run(events);

        assertThat(image().text("/etc/motd")).contains("hello");
    }

    @Test
    void nothingIsLookedForWhereNoStepHasASecret() throws InterruptedException {
        build(action("true"), given(action("true"), PYPI), action("true")).run(events);

        assertThat(host.calls("changes")).hasSize(1);
    }

    @Test
    void theImagesConfigMustNotHoldIt() {
        ConfigChanges none = ConfigChanges.NONE;
        ConfigChanges changes = new ConfigChanges(
                none.cmd(),
                none.entrypoint(),
                Map.of("TOKEN", VALUE),
                none.appendedEnv(),
                none.labels(),
                none.user(),
                none.workdir(),
                Set.of(),
                Set.of(),
                none.stopSignal(),
                none.healthcheck(),
                List.of(),
                List.of(),
                none.unset());

        assertThatThrownBy(
                        () -> build(given(action("true"), PYPI)).config(changes).run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("the secret \"pypi\" is in the image's config: variable TOKEN");
        assertThat(host.instancesStarted()).isZero();
    }
}
