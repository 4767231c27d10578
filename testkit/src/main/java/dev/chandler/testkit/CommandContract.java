package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an engine has to do with commands: streams, statuses, environments, users. */
abstract class CommandContract extends InstanceSettingsContract {

    @Test
    void givesExitCodesAsTheyAre() throws Exception {
        Instance instance = start();

        for (int code : new int[] {0, 1, 3, 125, 126, 127, 255}) {
            assertThat(instance.run(shell("exit " + code).build(), OutputSink.NONE)
                            .exitCode())
                    .isEqualTo(code);
        }
    }

    @Test
    void aSignalIs128AndItsNumber() throws Exception {
        assertThat(start().run(shell("kill -TERM $$").build(), OutputSink.NONE).exitCode())
                .isEqualTo(143);
    }

    @Test
    void keepsTheTwoOutputsApart() throws Exception {
        RecordedOutput output = new RecordedOutput();
        start().run(shell("printf out; printf err >&2").build(), output);

        assertThat(output.out()).isEqualTo("out");
        assertThat(output.err()).isEqualTo("err");
    }

    @Test
    void theEnvironmentIsWhatWasGivenAndHome() throws Exception {
        RecordedOutput output = new RecordedOutput();
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", PATH);
        env.put("EMPTY", "");
        env.put("LINES", "a\nb=c");
        start().run(Command.of("env").env(env).build(), output);

        assertThat(output.out().lines())
                .containsExactlyInAnyOrder("PATH=" + PATH, "EMPTY=", "LINES=a", "b=c", "HOME=/root");
    }

    @Test
    void variablesOfAnyNameArrive() throws Exception {
        Map<String, String> env = new LinkedHashMap<>();
        for (String name : List.of("name", "dir", "user", "home", "uid", "line", "state", "env", "code", "_x", "x1")) {
            env.put(name, "given " + name);
        }
        env.put("PATH", PATH);
        env.put("HOME", "/h");

        assertThat(out(start(), Command.of("env").env(env)).lines())
                .containsExactlyInAnyOrderElementsOf(env.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void homeIsTheUsersUnlessGiven() throws Exception {
        Instance instance = start();
        String passwd = sh(instance, "cat /etc/passwd");
        String home = passwd.lines()
                .filter(line -> line.startsWith("nobody:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1)[5];

        assertThat(out(instance, shell("echo $HOME").user("nobody"))).isEqualTo(home);
        assertThat(out(instance, shell("echo $HOME").env(Map.of("HOME", "/h")))).isEqualTo("/h");
    }

    @Test
    void runsAsTheUserInTheDirectoryAndWithUmask022() throws Exception {
        Instance instance = start();

        assertThat(out(instance, shell("id -u; id -g; pwd; umask"))).isEqualTo("0\n0\n/\n0022");
        assertThat(out(instance, shell("id -u; id -g; pwd").user("12:34").workdir("/etc")))
                .isEqualTo("12\n34\n/etc");
    }

    @Test
    void standardInputIsEmptyUnlessGiven() throws Exception {
        assertThat(sh(start(), "cat; echo end")).isEqualTo("end");
    }

    @Test
    void standardInputArrivesWholeAndEnds() throws Exception {
        byte[] bytes = new byte[5_000_000];
        assertThat(out(start(), shell("wc -c").stdin(() -> new ByteArrayInputStream(bytes))))
                .isEqualTo("5000000");
    }

    @Test
    void aCommandMayEndWithoutReadingItsInput() throws Exception {
        byte[] bytes = new byte[5_000_000];
        assertThat(out(start(), shell("echo done").stdin(() -> new ByteArrayInputStream(bytes))))
                .isEqualTo("done");
    }

    @Test
    void outputIsBinaryAndWhole() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        start().run(
                        shell("cat").stdin(() -> new ByteArrayInputStream(all)).build(),
                        (channel, chunk) -> out.writeBytes(chunk));

        assertThat(out.toByteArray()).isEqualTo(all);
    }

    @Test
    void twentyMegabytesOfOutputArrive() throws Exception {
        long[] count = new long[1];
        start().run(shell("head -c 20000000 /dev/zero").build(), (channel, chunk) -> count[0] += chunk.length);

        assertThat(count[0]).isEqualTo(20_000_000);
    }

    @Test
    void aMissingProgramIs127WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(Command.of("/no/such/program").build(), 127, "/no/such/program");
    }

    @Test
    void aFileThatIsNoProgramIs126WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(Command.of("/etc/passwd").build(), 126, "/etc/passwd");
    }

    @Test
    void aMissingDirectoryOrUserIs126WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(shell("true").workdir("/no/such/dir").build(), 126, "/no/such/dir");
        assertNotStarted(shell("true").user("no-such-user").build(), 126, "no-such-user");
    }

    private void assertNotStarted(Command command, int code, String reason) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();

        assertThat(start().run(command, output).exitCode()).isEqualTo(code);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains(reason).endsWith("\n");
    }

    @Test
    void commandsRunBesideEachOther() throws Exception {
        Instance instance = start();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> quietly(() -> sh(instance, "while [ ! -e /go ]; do sleep 0.05; done; echo first")));
        assertThat(sh(instance, "echo >/go; echo second")).isEqualTo("second");

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
    }

    private static String out(Instance instance, Command.Builder command) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = instance.run(command.build(), output);
        assertThat(result.exitCode()).as("%s", output.err()).isZero();
        return output.out().strip();
    }

    private static <T> T quietly(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
