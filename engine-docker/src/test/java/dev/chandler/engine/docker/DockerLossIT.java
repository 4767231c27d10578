package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.testkit.TarFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are killed, daemons that go away. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerLossIT extends DockerTests {

    @TempDir
    Path folder;

    /** Asks again and again, for the daemon tells nobody. */
    private static boolean soon(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return condition.getAsBoolean();
    }

    private boolean exists(String container) {
        try {
            return engine.resources().stream()
                    .anyMatch(resource -> resource.name().equals(container));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process holder(String... more) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), LeaseHolder.class.getName(), buildId);
        builder.command().addAll(List.of(more));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        assertThat(line).as("what the child says").isNotNull();
        return line;
    }

    @Test
    void aClientThatIsKilledLeavesNoContainer() throws Exception {
        image("busybox");
        Process client = holder();
        String container = firstLine(client);
        assertThat(exists(container)).isTrue();
        client.destroyForcibly().waitFor();

        assertThat(soon(Duration.ofSeconds(10), () -> !exists(container))).isTrue();
    }

    @Test
    void aContainerThatIsKeptOutlivesAClientThatIsKilled() throws Exception {
        image("busybox");
        Process client = holder("keep");
        String container = firstLine(client);
        client.destroyForcibly().waitFor();

        assertThat(soon(Duration.ofSeconds(3), () -> !exists(container))).isFalse();
        assertThat(DockerCli.run("exec", container, "echo", "inside")).isEqualTo("inside");
        assertThat(DockerCli.run("stats", "--no-stream", "--format", "{{.PIDs}}", container))
                .as("it waits without a process of its own that works")
                .isNotEqualTo("--");
        Resource kept = engine.resources().stream()
                .filter(resource -> resource.name().equals(container))
                .findFirst()
                .orElseThrow();
        assertThat(engine.remove(kept)).isTrue();
    }

    @Test
    void aDaemonThatGoesAwayWhileACommandRunsIsAProblemAndNoHang() throws Exception {
        image("busybox");
        SocketRelay relay = SocketRelay.to(endpoint(), folder.resolve("relay.sock"));
        try (relay;
                Engine through = connect(relay.endpoint())) {
            Instance instance = through.create(
                    new InstanceSpec(through.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> {
                try {
                    started.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                relay.cut();
            });
            OutputSink sink = (channel, chunk) -> started.countDown();

            assertThatThrownBy(() -> instance.run(shell("echo on; sleep 1000").build(), sink))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.problems().get(0).what()).contains("lost the Docker daemon"));
            cut.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> instance.snapshot(Optional.empty())).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> instance.endProcesses(Optional.empty())).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> instance.put("/", new TarFiles().stream())).isInstanceOf(EngineException.class);
            assertThatThrownBy(instance::close).isInstanceOf(EngineException.class);
            assertThat(soon(Duration.ofSeconds(10), () -> !exists(instance.name())))
                    .as("the lease has ended it")
                    .isTrue();
        }
    }

    @Test
    void aContainerThatIsRemovedWhileACommandRunsIsAProblem() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            OutputSink sink = (channel, chunk) -> {
                try {
                    DockerCli.run("rm", "-f", instance.name());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };

            assertThatThrownBy(() -> instance.run(shell("echo on; sleep 1000").build(), sink))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("gone");
            assertThatThrownBy(() -> instance.run(shell("true").build(), OutputSink.NONE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("gone");
            assertThatThrownBy(() -> instance.endProcesses(Optional.empty()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("gone");
        }
    }

    @Test
    void aSourceThatFailsIsNotTakenForTheDaemon() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            InputStream broken = InputStream.nullInputStream();
            broken.close();

            assertThatThrownBy(() -> instance.put("/fresh", broken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Stream closed");
            assertThatThrownBy(() -> instance.put("/etc", broken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Stream closed");
        }
    }

    /** The daemon would hold the container for as long as it waits for the rest of an archive. */
    @Test
    void aSourceThatStallsKeepsNoCommandAndNoOtherFilesWaiting() throws Exception {
        PipedOutputStream rest = new PipedOutputStream();
        try (Instance instance = start(image("busybox"));
                PipedInputStream source = new PipedInputStream(rest, 1 << 20)) {
            byte[] tar = new TarFiles().file("slow", 0644, 0, "S").stream().readAllBytes();
            rest.write(tar, 0, 600);
            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
                try {
                    instance.put("/tmp", source);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(soon(Duration.ofSeconds(10), () -> isEmpty(source))).isTrue();

            assertThat(sh(instance, "echo on")).isEqualTo("on");
            instance.put("/tmp", new TarFiles().file("quick", 0644, 0, "Q").stream());
            assertThat(sh(instance, "cat /tmp/quick; ls /tmp")).isEqualTo("Qquick");
            rest.write(tar, 600, tar.length - 600);
            rest.close();
            slow.get(20, TimeUnit.SECONDS);
            assertThat(sh(instance, "cat /tmp/slow")).isEqualTo("S");
        }
    }

    private static boolean isEmpty(PipedInputStream source) {
        try {
            return source.available() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The daemon tells the second that it is at it already, before it is done. */
    @Test
    void whoeverRemovesAContainerSeesItGoneAlsoWhenAnotherIsAtItAlready() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            Resource container = engine.resources().stream()
                    .filter(resource -> resource.name().equals(instance.name()))
                    .findFirst()
                    .orElseThrow();
            Supplier<Boolean> removal = () -> {
                try {
                    engine.remove(container);
                    return exists(instance.name());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };

            CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(removal);
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(removal);

            assertThat(List.of(one.get(30, TimeUnit.SECONDS), other.get(30, TimeUnit.SECONDS)))
                    .containsOnly(false);
        }
    }

    @Test
    void anInterruptWhileAnInstanceIsMadeLeavesNone() throws Exception {
        InstanceSpec spec = new InstanceSpec(image("busybox"), Optional.empty(), true);
        for (int millis : new int[] {0, 10, 50, 150, 300}) {
            CompletableFuture<Boolean> made = new CompletableFuture<>();
            Thread maker = new Thread(() -> {
                try {
                    engine.create(spec).close();
                    made.complete(true);
                } catch (InterruptedException e) {
                    made.complete(false);
                } catch (RuntimeException e) {
                    made.completeExceptionally(e);
                }
            });
            maker.start();
            LockSupport.parkNanos(millis * 1_000_000L);
            maker.interrupt();
            made.get(40, TimeUnit.SECONDS);

            assertThat(engine.resources())
                    .as("interrupted after %s ms", millis)
                    .noneMatch(resource ->
                            resource.buildId().filter(buildId::equals).isPresent());
        }
    }

    @Test
    void anInterruptWhileAnInstanceIsClosedLeavesNone() throws Exception {
        Base base = image("busybox");
        for (boolean runs : new boolean[] {true, false}) {
            for (int millis : new int[] {1, 2, 5, 10, 20, 30, 45, 60}) {
                Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), runs));
                Thread closer = new Thread(instance::close);
                closer.start();
                LockSupport.parkNanos(millis * 1_000_000L);
                closer.interrupt();
                closer.join(40_000);

                assertThat(exists(instance.name()))
                        .as("whether it is there, interrupted after %s ms, runsCommands=%s", millis, runs)
                        .isFalse();
            }
        }
    }
}
