package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an instance of LXD lives by. */
class LxdLeaseIT {

    private static final LxdEngineFactory FACTORY = new LxdEngineFactory();
    private static final Endpoint ENDPOINT =
            FACTORY.endpoints(Optional.empty(), System.getenv()).get(0);
    private static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(() -> LxdHttp.open(ENDPOINT, System.getenv()));

    /** A client that makes an instance, says its name, and waits to be killed. */
    static final class Client {

        private Client() {}

        public static void main(String[] arguments) throws InterruptedException {
            Engine engine = connected(arguments[0]);
            System.out.println(started(engine).name());
            new CountDownLatch(1).await();
        }
    }

    private static Engine connected(String build) throws InterruptedException {
        return FACTORY.connect(ENDPOINT, new ClientIdentity("0.0.0-test", build), System.getenv());
    }

    private static Instance started(Engine engine) throws InterruptedException {
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
    }

    @Test
    void killingTheClientEndsTheInstance() throws Exception {
        String build = "lease-" + UUID.randomUUID();
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Client.class.getName(),
                        build)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String name;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            name = said.readLine();
        } finally {
            client.destroyForcibly();
        }
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(name).startsWith("chandler-");
        assertThat(isGoneSoon(name)).as("whether %s is gone", name).isTrue();
    }

    private static boolean isGoneSoon(String name) throws InterruptedException {
        try (Engine after = connected("after")) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                if (after.resources().stream()
                        .noneMatch(resource -> resource.name().equals(name))) {
                    return true;
                }
                LockSupport.parkNanos(50_000_000);
            }
            return false;
        }
    }

    @Test
    void aCommandThatKillsEverythingDoesNotEndTheInstance() throws Exception {
        try (Engine engine = connected("lease-" + UUID.randomUUID());
                Instance instance = started(engine)) {
            instance.run(Command.of("/bin/sh", "-c", "kill -KILL -1").build(), OutputSink.NONE);

            instance.endProcesses(Optional.empty());

            assertThat(instance.run(Command.of("/bin/sh", "-c", "exit 3").build(), OutputSink.NONE)
                            .exitCode())
                    .isEqualTo(3);
        }
    }
}
