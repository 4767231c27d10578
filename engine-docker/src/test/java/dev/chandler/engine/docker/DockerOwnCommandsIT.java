package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.testkit.RecordedOutput;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that the first process runs itself are like those that the daemon runs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerOwnCommandsIT extends DockerTests {

    private static int exitCode(Instance instance, String line) throws InterruptedException {
        return instance.run(shell(line).build(), OutputSink.NONE).exitCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void aCommandIsAChildOfTheFirstProcessAndLeadsASessionOfItsOwn(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            assertThat(sh(
                            instance,
                            "read -r pid name state parent group session rest </proc/$$/stat;"
                                    + " echo $parent $((pid - group)) $((pid - session))"))
                    .isEqualTo("1 0 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void aCommandMayEndItselfItsSessionAndEverythingElse(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            assertThat(exitCode(instance, "kill -INT $$")).isEqualTo(130);
            assertThat(sh(instance, "exec grep SigIgn /proc/self/status")).matches("SigIgn:\\s+0+");
            assertThat(exitCode(instance, "kill -TERM 0; sleep 1000")).isEqualTo(143);
            assertThat(sh(instance, "kill -KILL -1; echo alone")).isEqualTo("alone");
            assertThat(sh(instance, "echo again")).isEqualTo("again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void nothingIsSaidOfACommandThatIsKilled(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            RecordedOutput output = new RecordedOutput();
            assertThat(instance.run(shell("echo out; kill -KILL $$").build(), output)
                            .exitCode())
                    .isEqualTo(137);

            assertThat(output.out()).isEqualTo("out\n");
            assertThat(output.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void whatAnEarlierCommandHasLeftDoesNotWriteIntoTheOutputOfTheNext(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            sh(instance, "(while :; do echo noise; echo noise >&2; done) & :");
            RecordedOutput output = new RecordedOutput();
            instance.run(shell("echo out; echo err >&2; sleep 0.1").build(), output);

            assertThat(output.out()).isEqualTo("out\n");
            assertThat(output.err()).isEqualTo("err\n");
            instance.endProcesses(Optional.empty());
            assertThat(sh(instance, "echo quiet")).isEqualTo("quiet");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void theNextCommandIsWhoRootHasBecome(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            sh(instance, "echo crew:x:4711:root >>/etc/group");
            assertThat(sh(instance, "id -G").split(" ")).contains("4711");

            sh(instance, "sed 's,^root:\\(.*\\):/root:,root:\\1:/tmp:,' /etc/passwd >/p && cat /p >/etc/passwd");
            assertThat(sh(instance, "echo $HOME")).isEqualTo("/tmp");
        }
    }

    @Test
    void theNextCommandRunsWithoutTheProgramsThatItWasRunBy() throws Exception {
        try (Instance instance = start(image("debian:12"))) {
            sh(instance, "rm /usr/bin/setsid");
            assertThat(sh(instance, "echo by the daemon")).isEqualTo("by the daemon");
            sh(instance, "rm /usr/bin/env");
            assertThat(sh(instance, "echo by the daemon")).isEqualTo("by the daemon");
        }
    }

    @Test
    void aCommandThatIsInterruptedEndsWithAllThatItHasStarted() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Instance instance = start(image("busybox"))) {
            CountDownLatch begun = new CountDownLatch(1);
            RecordedOutput said = new RecordedOutput();
            Future<?> running = thread.submit(() -> instance.run(
                    shell(
                                    "exec 2>/dev/null; trap 'echo ended; exit' TERM; setsid sleep 1000 & echo begun; while :; do sleep 0.01; done")
                            .build(),
                    (channel, chunk) -> {
                        said.write(channel, chunk);
                        begun.countDown();
                    }));
            begun.await();
            running.cancel(true);
            thread.shutdown();
            assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(sh(instance, "ps -o comm | grep -c sleep || :")).isEqualTo("0");
            assertThat(said.out()).startsWith("begun\nended\n");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aSecondCommandRunsBesideTheFirst() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Instance instance = start(image("busybox"))) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<Integer> first = thread.submit(() -> instance.run(
                            shell("echo begun; until [ -e /go ]; do sleep 0.01; done; exit 3")
                                    .build(),
                            (channel, chunk) -> begun.countDown())
                    .exitCode());
            begun.await();
            sh(instance, "touch /go");

            assertThat(first.get()).isEqualTo(3);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aReaderThatFailsFailsTheCommandAndNotTheInstance() throws Exception {
        try (Instance instance = start(image("busybox"))) {
            OutputSink broken = (channel, chunk) -> {
                if (channel == Channel.STDERR) {
                    throw new IllegalStateException("no room");
                }
            };
            assertThat(catchThrowable(() -> instance.run(shell("echo err >&2").build(), broken)))
                    .hasMessage("no room");
            assertThat(sh(instance, "echo again")).isEqualTo("again");
        }
    }
}
