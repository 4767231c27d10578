package dev.chandler.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Ulimit;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.Sharing;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of {@code instance:} and {@code mounts:} is in keys, and what planning makes of it. */
class InstanceKeysTest {

    private static final Location HERE = new Location("chandler.yml", 7, 3);

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    private TestBuild build(InstanceSection instance) {
        return new TestBuild(host, folder).install("true").test("true").instance(instance);
    }

    private Digest key(InstanceSection instance) throws InterruptedException {
        return build(instance).plan().tasks().get(0).preimage().key();
    }

    private Digest key(UnaryOperator<InstanceSettings.Builder> change) throws InterruptedException {
        return key(new InstanceSection(change.apply(InstanceSettings.builder()).build(), List.of(), Map.of()));
    }

    private static InstanceSection mounted(Sharing sharing, Mount... mounts) {
        InstanceSettings.Builder settings = InstanceSettings.builder();
        List.of(mounts).forEach(settings::mount);
        return new InstanceSection(
                settings.build(),
                List.of(mounts).stream()
                        .map(mount -> new MountSpec(mount, sharing, HERE))
                        .toList(),
                Map.of());
    }

    private static InstanceSection mounted(Mount... mounts) {
        return mounted(Sharing.SHARED, mounts);
    }

    @Test
    void whatStepsCanSeeIsInTheKey() throws InterruptedException {
        List<Digest> keys = List.of(
                key(InstanceSection.NONE),
                key(s -> s.network(Network.of("none"))),
                key(s -> s.network(Network.of("host"))),
                key(s -> s.network(Network.of("other"))),
                key(s -> s.hosts(Map.of("a", "10.0.0.1"))),
                key(s -> s.hosts(Map.of("a", "10.0.0.2"))),
                key(s -> s.dns(List.of("10.0.0.1"))),
                key(s -> s.privileged(true)),
                key(s -> s.capabilities(List.of("KILL"), List.of())),
                key(s -> s.capabilities(List.of(), List.of("KILL"))),
                key(s -> s.noNewPrivileges(true)),
                key(s -> s.readOnly(true)),
                key(s -> s.ulimits(Map.of("nofile", new Ulimit(1, 2)))),
                key(s -> s.ulimits(Map.of("nofile", new Ulimit(2, 2)))),
                key(s -> s.devices(List.of(new Device("/dev/a", "/dev/a", "r")))),
                key(mounted(new Mount.Cache("a", "/c"))),
                key(mounted(new Mount.Cache("b", "/c"))),
                key(mounted(new Mount.Cache("a", "/d"))),
                key(mounted(new Mount.Tmpfs("/c", OptionalLong.empty()))),
                key(mounted(new Mount.Tmpfs("/c", OptionalLong.of(1)))),
                key(mounted(new Mount.Toolbox(Digest.of("a"), "/dev/shm/t"))),
                key(mounted(new Mount.Toolbox(Digest.of("b"), "/dev/shm/t"))),
                key(mounted(new Mount.Toolbox(Digest.of("a"), "/dev/shm/t", Optional.of("/tools")))));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void memoryProcessorsAndSharingAreInNoKey() throws InterruptedException {
        assertThat(key(s -> s.memoryBytes(1 << 30).nanoCpus(1))).isEqualTo(key(InstanceSection.NONE));
        assertThat(key(mounted(Sharing.LOCKED, new Mount.Cache("a", "/c"))))
                .isEqualTo(key(mounted(Sharing.PRIVATE, new Mount.Cache("a", "/c"))));
    }

    @Test
    void aReadOnlyBindIsKnownByItsContentAndNotByItsPlaceOnTheClient() throws Exception {
        Path one = Files.createDirectories(folder.resolve("one"));
        Path two = Files.createDirectories(folder.resolve("two"));
        Files.writeString(one.resolve("file"), "same");
        Files.writeString(two.resolve("file"), "same");
        Digest key = key(mounted(new Mount.Bind(one, "/src", true)));

        assertThat(key(mounted(new Mount.Bind(two, "/src", true)))).isEqualTo(key);
        assertThat(key(mounted(new Mount.Bind(one, "/elsewhere", true)))).isNotEqualTo(key);
        Files.writeString(one.resolve(".gitignored"), "more");
        assertThat(key(mounted(new Mount.Bind(one, "/src", true)))).isNotEqualTo(key);
    }

    @Test
    void withABindThatStepsCanWriteToNothingIsFoundAgain() throws Exception {
        InstanceSection writable =
                mounted(new Mount.Bind(Files.createDirectories(folder.resolve("src")), "/src", false));
        build(writable).run();

        Plan plan = build(writable).plan();

        assertThat(plan.tasks().get(0).status()).isEqualTo(Status.RUN);
        assertThat(plan.tests().get(0).status()).isEqualTo(Status.RUN);
        assertThat(plan.tasks().get(0).reason()).isEqualTo("steps can write to a bind mount");
        assertThat(host.resources()).as("checkpoints").isEmpty();
    }

    @Test
    void testsAloneWithAWritableBindHaveNoVerdict() throws Exception {
        InstanceSection writable =
                mounted(new Mount.Bind(Files.createDirectories(folder.resolve("src")), "/src", false));
        new TestBuild(host, folder).test("true").instance(writable).run();

        Plan plan = new TestBuild(host, folder).test("true").instance(writable).plan();

        assertThat(plan.tests().get(0).status()).isEqualTo(Status.RUN);
    }

    @Test
    void stepsAndForksHaveTheSettingsAndTheMounts() throws Exception {
        new TestBuild(host, folder)
                .install("write /cache/file kept; write /mnt/file gone")
                .test("cat /cache/file; fail 0")
                .instance(mounted(new Mount.Cache("pip", "/cache"), new Mount.Tmpfs("/mnt", OptionalLong.empty())))
                .run();

        assertThat(host.cache("pip").text("/file")).hasValue("kept");
        assertThat(host.image("app:latest").orElseThrow().tree().files())
                .containsKeys("/cache", "/mnt")
                .doesNotContainKeys("/cache/file", "/mnt/file");
    }

    @Test
    void aCacheIsThereForTheNextBuild() throws Exception {
        new TestBuild(host, folder)
                .install("write /cache/file kept")
                .instance(mounted(new Mount.Cache("pip", "/cache")))
                .run();
        EventRecorder events = new EventRecorder();

        new TestBuild(host, folder)
                .install("cat /cache/file")
                .instance(mounted(new Mount.Cache("pip", "/cache")))
                .run(events);

        assertThat(events.events().toString()).contains("kept");
    }

    @Test
    void puttingFilesIntoAMountIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> putting("/cache/below")
                        .instance(mounted(new Mount.Cache("pip", "/cache")))
                        .plan())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("puts \"/cache/below\" where something is mounted")
                .hasMessageContaining("chandler.yml:7:3");
        assertThatThrownBy(() -> putting("/opt/x")
                        .instance(new InstanceSection(
                                InstanceSettings.builder().readOnly(true).build(), List.of(), Map.of()))
                        .plan())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("read-only");
        assertThat(host.instancesStarted()).isZero();
    }

    @Test
    void puttingFilesBesideAMountIsNot() throws Exception {
        assertThat(putting("/cached")
                        .instance(mounted(new Mount.Cache("pip", "/cache")))
                        .plan()
                        .tasks())
                .hasSize(1);
    }

    private TestBuild putting(String path) {
        return new TestBuild(host, folder).install("true").prepared(step -> new Putting(step, path));
    }

    private record Putting(PreparedStep step, String path) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public List<String> puts(String workdir) {
            return List.of(path);
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            step.describe(key);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            step.run(context);
        }
    }

    @Test
    void tellsAllThatTheEngineCannotDoAtItsPlaces() throws IOException {
        host.without(Capability.MEMORY).without(Capability.NETWORK_NONE).without(Capability.MOUNT_BIND);
        InstanceSettings settings = InstanceSettings.builder()
                .memoryBytes(1)
                .network(Network.of("none"))
                .readOnly(true)
                .mount(new Mount.Bind(folder, "/src", true))
                .build();
        InstanceSection section = new InstanceSection(
                settings,
                List.of(),
                Map.of(Capability.MEMORY, HERE, Capability.NETWORK_NONE, new Location("chandler.yml", 8, 3)));

        assertThatThrownBy(() -> build(section).runWhole(new EventRecorder()))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem ->
                                        problem.where().orElseThrow() + " " + problem.code() + " " + problem.what())
                                .containsExactlyInAnyOrder(
                                        "chandler.yml:7:3 CH-PLAN-010 the engine \"fake\" cannot do a limit on memory",
                                        "chandler.yml:8:3 CH-PLAN-010 the engine \"fake\" cannot do instances without a network",
                                        "chandler.yml:1:1 CH-PLAN-010 the engine \"fake\" cannot do bind mounts"));
    }

    @Test
    void saysHowInstancesWillBe() throws InterruptedException {
        InstanceSettings settings = InstanceSettings.builder()
                .network(Network.of("none"))
                .hosts(Map.of("a", "10.0.0.1"))
                .dns(List.of("10.0.0.2"))
                .memoryBytes(2L << 30)
                .nanoCpus(500_000_000)
                .privileged(true)
                .capabilities(List.of("NET_ADMIN"), List.of("ALL"))
                .noNewPrivileges(true)
                .readOnly(true)
                .ulimits(Map.of("nofile", new Ulimit(1, 2)))
                .devices(List.of(new Device("/dev/fuse", "/dev/fuse", "rwm")))
                .build();
        InstanceSection section = new InstanceSection(
                settings,
                List.of(
                        new MountSpec(new Mount.Cache("pip", "/cache"), Sharing.LOCKED, HERE),
                        new MountSpec(new Mount.Tmpfs("/mnt", OptionalLong.of(64 << 20)), Sharing.SHARED, HERE)),
                Map.of());

        Golden.assertMatches("plan/instance.txt", PlanText.of(build(section).plan(), List.of("app:latest")));
    }
}
