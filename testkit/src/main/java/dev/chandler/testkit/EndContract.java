package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an engine has to do with what a command has started. */
abstract class EndContract extends CommandContract {

    @Test
    void aCommandHasEndedThoughWhatItLeftBehindHoldsItsOutputs() throws Exception {
        Instance instance = start();
        RecordedOutput output = new RecordedOutput();

        int code = instance.run(
                        shell("sleep 1001 & printf out; printf err >&2; exit 3").build(), output)
                .exitCode();

        assertThat(code).isEqualTo(3);
        assertThat(output.out()).isEqualTo("out");
        assertThat(output.err()).isEqualTo("err");
        assertThat(processes(instance)).contains("sleep1001");
    }

    @Test
    void aCommandMayListWhatAllProcessesWereCalledWith() throws Exception {
        Instance instance = start();
        RecordedOutput output = new RecordedOutput();

        int code = instance.run(
                        shell("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\000' ' '; echo; echo end; exit 3")
                                .build(),
                        output)
                .exitCode();

        assertThat(code).isEqualTo(3);
        assertThat(output.out()).contains("echo end; exit 3").endsWith("\nend\n");
    }

    @Test
    void anInterruptEndsTheCommandAndAllItStarted() throws Exception {
        Instance instance = start();
        interruptOnceStarted(instance, shell("sleep 1001 & setsid sleep 1002 & trap '' TERM; echo on; sleep 1003"));

        assertThat(processes(instance)).doesNotContain("sleep");
    }

    @Test
    void anInterruptEndsOnlyWhatCarriesTheMark() throws Exception {
        Instance instance = start();
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 </dev/null &");
        interruptOnceStarted(
                instance, shell("setsid sleep 1002 & echo on; sleep 1003").mark(Optional.of("mark-a")));

        assertThat(processes(instance)).contains("sleep1001").doesNotContain("sleep1002", "sleep1003");
    }

    private static void interruptOnceStarted(Instance instance, Command.Builder command) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                instance.run(command.build(), (channel, chunk) -> started.countDown());
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            } catch (RuntimeException e) {
                interrupted.completeExceptionally(e);
            }
        });
        runner.start();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        runner.interrupt();

        assertThat(interrupted.get(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsEveryProcessAlsoThoseThatLeftTheirSession() throws Exception {
        Instance instance = start();
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 & sleep 1002 >/dev/null 2>&1 &");
        sh(instance, "(trap '' TERM; while :; do sleep 0.1; done) >/dev/null 2>&1 &");
        instance.run(shell("setsid sleep 1003 >/dev/null 2>&1 &").user("nobody").build(), OutputSink.NONE);
        instance.endProcesses(Optional.empty());

        assertThat(processes(instance)).doesNotContain("sleep", "trap");
        assertThat(sh(instance, "echo still")).isEqualTo("still");
    }

    @Test
    void endsWhatCarriesAMarkWhoeverItsUserIs() throws Exception {
        Instance instance = start();
        String daemon = "setsid sleep %d >/dev/null 2>&1 </dev/null &";
        run(instance, shell(String.format(daemon, 1001)).mark(Optional.of("mark-a")));
        run(
                instance,
                shell(String.format(daemon, 1002)).mark(Optional.of("mark-a")).user("nobody"));
        run(instance, shell(String.format(daemon, 1003)).mark(Optional.of("mark-b")));
        run(instance, shell(String.format(daemon, 1004)).user("nobody"));
        instance.endProcesses(Optional.of("mark-a"));

        assertThat(processes(instance)).doesNotContain("sleep1001", "sleep1002").contains("sleep1003", "sleep1004");
    }

    @Test
    void endingNothingIsNoError() throws Exception {
        Instance instance = start();
        instance.endProcesses(Optional.empty());
        instance.endProcesses(Optional.of("mark-a"));

        assertThat(sh(instance, "echo on")).isEqualTo("on");
    }

    /** The command lines of all but the first process, each without the zero bytes between its words. */
    private static String processes(Instance instance) throws InterruptedException {
        // Only what the shell itself can do: where a tool is missing, no process would be seen, whatever runs.
        String looker = "for d in /proc/[0-9]*; do line=; [ $d = /proc/1 ] ||"
                + " { IFS= read -r line <$d/cmdline; echo \"$line\"; }; done 2>/dev/null";
        String seen = sh(instance, looker);
        assertThat(seen).as("the process that looks").contains(looker);
        return seen;
    }

    private static void run(Instance instance, Command.Builder command) throws InterruptedException {
        assertThat(instance.run(command.build(), OutputSink.NONE).exitCode()).isZero();
    }
}
