package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LXD, or what it is at, is ended in the middle: it is said by whom, and nothing is left. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LxdLossIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @BeforeEach
    void nothingIsThere() {
        FrailLxd.harm("start");
        FrailLxd.clear();
    }

    /** As {@code chandler reap} does it. */
    @AfterEach
    void reapLeavesNothing() throws InterruptedException {
        FrailLxd.harm("start");
        try (Engine engine = FrailLxd.connect(Map.of())) {
            for (Resource resource : engine.resources()) {
                assertThat(engine.remove(resource)).as(resource.name()).isTrue();
            }
        }
        assertThat(FrailLxd.left()).isEmpty();
    }

    private static Base base(Engine engine) throws InterruptedException {
        return engine.resolve(new BaseReference.Image(FrailLxd.BASE));
    }

    private static Instance instance(Engine engine) throws InterruptedException {
        return engine.create(new InstanceSpec(base(engine), Optional.empty(), true));
    }

    /** Runs a shell's command in which somebody may do harm as soon as it has said a word. */
    private static void run(Instance instance, String command, Runnable harm) throws InterruptedException {
        CountDownLatch said = new CountDownLatch(1);
        CompletableFuture<Void> harming = CompletableFuture.runAsync(() -> {
            await(said);
            harm.run();
        });
        OutputSink sink = (channel, chunk) -> said.countDown();
        try {
            assertThat(instance.run(Command.of("/bin/sh", "-c", command).build(), sink)
                            .exitCode())
                    .isZero();
        } finally {
            harming.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDaemonThatIsKilledWhileACommandRunsIsLost() throws Exception {
        try (Engine engine = FrailLxd.connect(Map.of())) {
            Instance instance = instance(engine);

            assertThatThrownBy(() -> run(instance, "echo here; sleep 60", () -> FrailLxd.harm("kill")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CH-ENGINE-015")
                    .hasMessageContaining(FrailLxd.socket().address())
                    .hasMessageContaining("goes on from the last checkpoint");
            FrailLxd.harm("start");
            instance.close();
        }
    }

    @Test
    void anInstanceThatIsTakenAwayWhileACommandRunsIsGone() throws Exception {
        try (Engine engine = FrailLxd.connect(Map.of());
                Instance instance = instance(engine)) {
            assertThatThrownBy(() -> run(
                            instance, "echo here; sleep 60", () -> FrailLxd.lxc("delete", "--force", instance.name())))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CH-ENGINE-016")
                    .hasMessageContaining(instance.name());
        }
    }

    @Test
    void aDaemonThatIsKilledWhileAnImageIsPackedIsLost() throws Exception {
        try (Engine engine = FrailLxd.connect(Map.of())) {
            Base base = base(engine);
            try (Instance instance = instance(engine)) {
                // So large that it is killed long before the end: LXD notes an image, and then its name.
                run(instance, "echo here; dd if=/dev/urandom of=/large bs=1M count=400 2>/dev/null", () -> {});
                Snapshot state = instance.snapshot(Optional.empty());
                CompletableFuture<Void> harming = CompletableFuture.runAsync(() -> {
                    operation(LxdLossIT::isAboutAnImage);
                    FrailLxd.harm("kill");
                });

                ArtifactSpec spec = new ArtifactSpec(base, Optional.of(state), base.config(), List.of("trouble"));
                assertThatThrownBy(() -> engine.publish(spec))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("CH-ENGINE-015");
                harming.join();
                FrailLxd.harm("start");
            }
        }
    }

    @Test
    void aStateIsNotRemovedWhileAnImageIsPackedOfIt() throws Exception {
        try (Engine engine = FrailLxd.connect(Map.of());
                Engine other = FrailLxd.connect(Map.of())) {
            Base base = base(engine);
            try (Instance instance = instance(engine)) {
                run(instance, "echo here; dd if=/dev/urandom of=/large bs=1M count=50 2>/dev/null", () -> {});
                Snapshot state = instance.snapshot(Optional.empty());
                Resource listed = other.resources().stream()
                        .filter(resource -> resource.name().equals(state.id()))
                        .findFirst()
                        .orElseThrow();
                CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(() -> {
                    operation(LxdLossIT::isAboutAnImage);
                    return removed(other, listed);
                });

                engine.publish(new ArtifactSpec(base, Optional.of(state), base.config(), List.of("trouble")));

                assertThat(removal.join()).isFalse();
            }
        }
        FrailLxd.lxc("image", "delete", "trouble");
    }

    private static boolean removed(Engine engine, Resource resource) {
        try {
            return engine.remove(resource);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAboutAnImage(JsonObject operation) {
        return operation.get("description").getAsString().equals("Downloading image");
    }

    /** Waits for such an operation to run. */
    private static String operation(Predicate<JsonObject> wanted) {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            JsonObject all = JsonParser.parseString(FrailLxd.lxc("query", "/1.0/operations?recursion=1"))
                    .getAsJsonObject();
            JsonArray running = all.has("running") ? all.getAsJsonArray("running") : new JsonArray();
            for (JsonElement operation : running) {
                if (wanted.test(operation.getAsJsonObject())) {
                    return operation.getAsJsonObject().get("id").getAsString();
                }
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError("there is no such operation");
    }

    /** A copy of an image from a server that has stopped sending: the only operation of ours that LXD lets anybody cancel. */
    @Test
    void anOperationThatSomebodyCancelsIsSaidToBeCancelled() throws Exception {
        Path client = Path.of(System.getenv("CHANDLER_TESTBED_LXD_CLIENT"));
        Files.copy(client.resolve("client.crt"), folder.resolve("client.crt"));
        Files.copy(client.resolve("client.key"), folder.resolve("client.key"));
        Files.createDirectory(folder.resolve("servercerts"));
        Files.copy(client.resolve("server.crt"), folder.resolve("servercerts/slow.crt"));
        try (StallingRelay relay = StallingRelay.to(System.getenv("CHANDLER_TESTBED_LXD_URL"), 1 << 20)) {
            Files.writeString(folder.resolve("config.yml"), "remotes:\n  slow: {addr: \"" + relay.address() + "\"}\n");
            Map<String, String> environment = new HashMap<>(Map.of("LXD_CONF", folder.toString()));
            try (Engine engine = FrailLxd.connect(environment)) {
                CompletableFuture<Void> cancelling = CompletableFuture.runAsync(() -> {
                    relay.awaitStalled();
                    FrailLxd.lxc("operation", "delete", operation(LxdLossIT::isAboutAnImage));
                });

                assertThatThrownBy(() -> engine.pull(new BaseReference.Image("slow:debian/12"), ProgressSink.NONE))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("CH-ENGINE-017")
                        .hasMessageContaining("slow:debian/12")
                        .hasMessageContaining("somebody has cancelled the operation");
                cancelling.join();
            }
        }
    }
}
