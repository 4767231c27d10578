package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeEngineTest {

    private static final BaseReference BUSYBOX = new BaseReference.Image("busybox");
    private static final Digest KEY = Digest.of("a key");

    private final FakeHost host = new FakeHost();
    private final FakeEngine engine = host.connect("b1");
    private final RecordedOutput output = new RecordedOutput();

    @Test
    void commandsChangeTheTree() throws InterruptedException {
        try (FakeInstance instance = start()) {
            int code = sh(instance, "write /etc/motd hello world; append /etc/motd '; more'\ncat /etc/motd");

            assertThat(code).isZero();
            assertThat(output.out()).isEqualTo("hello world; more");
            assertThat(instance.tree().text("/etc/motd")).hasValue("hello world; more");
            assertThat(instance.tree().file("/etc")).hasValue(FakeFile.directory());
        }
    }

    @Test
    void theFirstFailureEndsTheScriptOnlyWithE() throws InterruptedException {
        try (FakeInstance instance = start()) {
            assertThat(sh(instance, "fail 3; echo not here")).isEqualTo(3);
            assertThat(instance.run(
                                    Command.of("/bin/sh", "-c", "fail 3; echo here")
                                            .build(),
                                    output)
                            .exitCode())
                    .isZero();
            assertThat(output.out()).isEqualTo("here\n");
        }
    }

    @Test
    void anUnknownWordIsNotFound() throws InterruptedException {
        try (FakeInstance instance = start()) {
            assertThat(sh(instance, "apt-gte install")).isEqualTo(127);
            assertThat(output.err()).isEqualTo("sh: apt-gte: not found\n");
        }
    }

    @Test
    void aCommandSeesItsSurroundings() throws InterruptedException {
        Command command = Command.of("/bin/sh", "-ec", "env A; env HOME; env CHANDLER_STEP; pwd; whoami; write x y")
                .env(Map.of("A", "1"))
                .user("app:app")
                .workdir("/srv")
                .mark(Optional.of("m"))
                .build();
        try (FakeInstance instance = start()) {
            instance.run(command, output);

            assertThat(output.out()).isEqualTo("1\n/home/app\nm\n/srv\napp:app\n");
            assertThat(instance.tree().text("/srv/x")).hasValue("y");
        }
    }

    @Test
    void endsOnlyProcessesThatCarryTheMark() throws InterruptedException {
        try (FakeInstance instance = start()) {
            instance.run(Command.of("spawn", "a").mark(Optional.of("m")).build(), output);
            instance.run(Command.of("spawn", "b").build(), output);

            instance.endProcesses(Optional.of("m"));
            assertThat(instance.processes()).containsExactly("b");
            instance.endProcesses(Optional.empty());
            assertThat(instance.processes()).isEmpty();
        }
    }

    @Test
    void aSnapshotIsTheTreeOfItsMoment() throws InterruptedException {
        try (FakeInstance instance = start()) {
            sh(instance, "write /a 1");
            Snapshot snapshot = instance.snapshot(Optional.of(KEY));
            sh(instance, "write /a 2");

            assertThat(engine.findCheckpoint(List.of(Digest.of("other"), KEY))).hasValue(snapshot);
            try (FakeInstance fork = engine.create(new InstanceSpec(busybox(), Optional.of(snapshot), true))) {
                assertThat(fork.tree().text("/a")).hasValue("1");
                sh(fork, "write /a 3");
            }
            assertThat(instance.tree().text("/a")).hasValue("2");
        }
        assertThat(host.instancesStarted()).isEqualTo(2);
        assertThat(host.leftovers()).isEmpty();
        assertThat(host.resources()).hasSize(1);
    }

    @Test
    void equalRequestsPublishEqualImages() throws InterruptedException {
        ImageConfig config = ImageConfig.builder().user("app").build();
        ArtifactSpec spec = new ArtifactSpec(busybox(), Optional.empty(), config, List.of("app:1"));

        Artifact first = engine.publish(spec);
        Artifact second = engine.publish(spec);

        assertThat(first.created()).isTrue();
        assertThat(second).isEqualTo(new Artifact(first.id(), List.of("app:1"), false));
        assertThat(host.image("app:1").orElseThrow().config()).isEqualTo(config);
    }

    @Test
    void aRemoteImageHasToBePulledFirst() throws InterruptedException {
        host.remoteImage("debian:12", new FakeTree().put("/etc/os-release", "debian"), ImageConfig.EMPTY);
        BaseReference debian = new BaseReference.Image("debian:12");

        assertThat(engine.resolve(debian).present()).isFalse();
        Base pulled = engine.pull(debian, ProgressSink.NONE);

        assertThat(pulled.present()).isTrue();
        assertThat(engine.resolve(debian)).isEqualTo(pulled);
    }

    @Test
    void refusesTheCallAskedFor() throws InterruptedException {
        host.refuse("run", 2);
        try (FakeInstance instance = start()) {
            sh(instance, "true");
            assertThatThrownBy(() -> sh(instance, "true")).isInstanceOf(EngineException.class);
            assertThat(sh(instance, "true")).isZero();
        }
    }

    @Test
    void aLostConnectionTakesTheInstancesWithIt() throws InterruptedException {
        host.loseConnection("run", 1);
        try (FakeInstance instance = start()) {
            assertThatThrownBy(() -> sh(instance, "true")).isInstanceOf(EngineException.class);
            assertThatThrownBy(engine::resources).isInstanceOf(EngineException.class);
        }
        assertThat(host.resources()).isEmpty();

        host.recover();
        assertThat(engine.resources()).isEmpty();
    }

    @Test
    void aBlockedCommandGoesOnWhenReleased() throws InterruptedException {
        try (FakeInstance instance = start()) {
            Thread thread = new Thread(() -> shQuietly(instance, "block gate; write /done 1"));
            thread.start();
            host.latch("gate").awaitReached();
            assertThatThrownBy(() -> instance.snapshot(Optional.empty())).isInstanceOf(IllegalStateException.class);

            host.latch("gate").release();
            thread.join();
            assertThat(instance.tree().text("/done")).hasValue("1");
        }
    }

    @Test
    void aBlockedCommandIsInterrupted() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        try (FakeInstance instance = start()) {
            Thread thread = new Thread(() -> {
                try {
                    sh(instance, "block gate");
                } catch (InterruptedException e) {
                    thrown.add(e);
                }
            });
            thread.start();
            host.latch("gate").awaitReached();
            thread.interrupt();
            thread.join();
        }
        assertThat(thrown).hasSize(1);
    }

    @Test
    void anInstanceThatWasToldToStayIsLeft() throws InterruptedException {
        try (FakeInstance instance = start()) {
            instance.keep();
        }
        engine.close();

        assertThat(host.leftovers()).hasSize(1);
        assertThat(engine.remove(host.leftovers().get(0))).isTrue();
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void callsAreRecordedInOrder() throws InterruptedException {
        try (FakeInstance instance = start()) {
            sh(instance, "true");
            instance.snapshot(Optional.empty());
        }
        assertThat(host.calls())
                .containsExactly(
                        "resolve busybox",
                        "create fake-1 from busybox",
                        "run fake-1: true",
                        "snapshot fake-1",
                        "close fake-1");
    }

    @Test
    void filesComeOutAsTheyWentIn() throws Exception {
        try (FakeInstance one = start();
                FakeInstance other = start()) {
            sh(one, "write /opt/app/a/b text; mkdir /opt/app/empty");
            one.tree()
                    .put(
                            "/opt/app/link",
                            new FakeFile(FakeFile.Kind.LINK, "a/b".getBytes(StandardCharsets.UTF_8), 0777, 7, 8));

            other.put("/opt", one.get("/opt/app").orElseThrow());

            assertThat(other.tree()).isEqualTo(one.tree());
        }
    }

    @Test
    void directoriesThatAreThereStayAsTheyAre() throws Exception {
        try (FakeInstance one = start();
                FakeInstance other = start()) {
            one.tree().put("/opt/app/x", "new");
            FakeFile before = new FakeFile(FakeFile.Kind.DIRECTORY, new byte[0], 01777, 7, 7);
            other.tree().put("/opt/app", before).put("/opt/app/x", "old");

            other.put("/opt", one.get("/opt/app").orElseThrow());

            assertThat(other.tree().file("/opt/app")).hasValue(before);
            assertThat(other.tree().text("/opt/app/x")).hasValue("new");
        }
    }

    @Test
    void aCheckpointTakenTwiceIsTheLast() throws InterruptedException {
        try (FakeInstance instance = start()) {
            Snapshot replaced = instance.snapshot(Optional.of(KEY));
            Snapshot last = instance.snapshot(Optional.of(KEY));

            assertThat(engine.findCheckpoint(List.of(KEY))).hasValue(last);
            assertThat(host.resources())
                    .extracting(Resource::name)
                    .containsExactly(replaced.id(), "chandler-cache:" + KEY.hex(), instance.name());
        }
    }

    private Base busybox() throws InterruptedException {
        return engine.resolve(BUSYBOX);
    }

    private FakeInstance start() throws InterruptedException {
        return engine.create(new InstanceSpec(busybox(), Optional.empty(), true));
    }

    private int sh(FakeInstance instance, String text) throws InterruptedException {
        return instance.run(Command.of("/bin/sh", "-ec", text).build(), output).exitCode();
    }

    private void shQuietly(FakeInstance instance, String text) {
        try {
            instance.run(Command.of("/bin/sh", "-ec", text).build(), OutputSink.NONE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
