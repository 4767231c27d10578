package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that are cut short, and what they are given. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerCommandsIT extends DockerTests {

    /** Runs a command on a thread of its own. */
    private static final class Running {

        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final Thread thread;

        Running(Instance instance, Command command, OutputSink sink) {
            thread = new Thread(() -> {
                try {
                    exit.complete(instance.run(command, sink).exitCode());
                } catch (InterruptedException | RuntimeException e) {
                    exit.completeExceptionally(e);
                }
            });
            thread.start();
        }

        Throwable interrupted() throws Exception {
            thread.interrupt();
            try {
                throw new AssertionError("ended with " + exit.get(60, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }

    @Test
    void aCommandEndsWheneverItsCallerIsInterrupted() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            sh(instance, "true");
            for (int micros = 0; micros < 50_000; micros += 2_500) {
                Optional<String> mark = micros % 5_000 == 0 ? Optional.empty() : Optional.of("m" + micros);
                Running running = new Running(
                        instance, shell("exec sleep 1000").mark(mark).build(), OutputSink.NONE);
                LockSupport.parkNanos(micros * 1_000L);

                assertThat(running.interrupted()).isInstanceOf(InterruptedException.class);
                assertThat(DockerCli.run("top", instance.name(), "-o", "pid,args"))
                        .as("what runs after an interrupt at %s us", micros)
                        .doesNotContain("sleep");
            }
        }
    }

    @Test
    void anInterruptIsOneAlsoWhereTheInstanceDoesNotAnswer() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            CountDownLatch on = new CountDownLatch(1);
            Running running =
                    new Running(instance, shell("echo on; sleep 1000").build(), (channel, chunk) -> on.countDown());
            on.await();
            DockerCli.run("pause", instance.name());
            try {
                long start = System.nanoTime();

                assertThat(running.interrupted()).isInstanceOf(InterruptedException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            } finally {
                DockerCli.run("unpause", instance.name());
            }
        }
    }

    @Test
    void whatWasHeldBackIsWrittenWhenTheCommandIsCutShort() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            RecordedOutput output = new RecordedOutput();
            Running running = new Running(
                    instance,
                    shell("printf 'important\\r\\n'; touch /written; sleep 1000")
                            .build(),
                    output);
            sh(instance, "until [ -e /written ]; do :; done");

            assertThat(running.interrupted()).isInstanceOf(InterruptedException.class);
            assertThat(output.out()).isEqualTo("important\r\n");
        }
    }

    @Test
    void anInputThatFailsIsNotTakenForItsEnd() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is broken");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        InputStream input = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), broken);
        try (Instance instance = start(image("busybox"))) {
            Command command = shell("cat >/dev/null; touch /done; sleep 1000")
                    .stdin(() -> input)
                    .build();

            assertThatThrownBy(() -> instance.run(command, OutputSink.NONE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the disk is broken");
            assertThat(DockerCli.run("top", instance.name(), "-o", "pid,args")).doesNotContain("cat", "sleep");
            assertThat(sh(instance, "ls /done 2>&1 || true")).contains("No such file");
        }
    }

    @Test
    void rootIsInTheGroupsThatTheBasePutsItIn() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            sh(instance, "echo 'extra:x:77:root' >>/etc/group");

            assertThat(sh(instance, "id -G")).contains("77");
        }
    }
}
