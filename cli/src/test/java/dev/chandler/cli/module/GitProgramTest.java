package dev.chandler.cli.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How git is run, by a program in its place. */
@Timeout(60)
class GitProgramTest {

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();
    private Path seen;
    private Path output;

    @BeforeEach
    void place() throws IOException {
        seen = root.resolve("seen");
        output = root.resolve("output");
        environment.put("PATH", root.toString());
        environment.put("SEEN", seen.toString());
    }

    private void git(String script) throws IOException {
        Path git = Files.writeString(root.resolve("git"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
    }

    private GitProgram.Result run(Duration limit, String url) throws IOException, InterruptedException {
        return new GitProgram(environment, limit).run(root, url, Optional.empty(), output, "fetch", url);
    }

    @Test
    void nothingOfTheRepositoryThatChandlerIsCalledInHasASay() throws Exception {
        git(
                "echo \"$GIT_DIR $GIT_WORK_TREE $GIT_INDEX_FILE $GIT_TERMINAL_PROMPT\" > \"$SEEN\"; echo \"$@\" >> \"$SEEN\"\n");
        environment.put("GIT_DIR", "/elsewhere");
        environment.put("GIT_WORK_TREE", "/elsewhere");
        environment.put("GIT_INDEX_FILE", "/elsewhere");

        assertThat(run(Duration.ofMinutes(1), "https://example.org/x.git").worked())
                .isTrue();

        assertThat(Files.readAllLines(seen).get(0)).isEqualTo(root + "   0");
        assertThat(Files.readAllLines(seen).get(1))
                .contains("-c core.hooksPath=/dev/null")
                .contains("-c protocol.allow=never")
                .doesNotContain("protocol.http.allow")
                .endsWith(" fetch https://example.org/x.git");
    }

    @Test
    void sshAsksNothingUnlessTheUserHasTheirOwn() throws Exception {
        git("echo \"$GIT_SSH_COMMAND\" > \"$SEEN\"; test \"$GIT_SSH_COMMAND\"\n");

        run(Duration.ofMinutes(1), "ssh://example.org/x.git");
        assertThat(seen).hasContent("ssh -o BatchMode=yes");
        environment.put("GIT_SSH_COMMAND", "mine");
        run(Duration.ofMinutes(1), "ssh://example.org/x.git");
        assertThat(seen).hasContent("mine");
    }

    @Test
    void whatItSaysIsTheReasonWhereItFails() throws Exception {
        git("echo 'hint: try this' >&2; echo 'fatal: no such thing' >&2; exit 128\n");

        GitProgram.Result result = run(Duration.ofMinutes(1), "https://example.org/x.git");

        assertThat(result).isEqualTo(new GitProgram.Result(false, "fatal: no such thing"));
    }

    @Test
    void whoHasNotEndedInTimeIsEndedWithAllThatItHasStarted() throws Exception {
        git("/bin/sleep 600 & echo $! > \"$SEEN\"; wait\n");

        GitProgram.Result result = run(Duration.ofSeconds(1), "https://example.org/x.git");

        assertThat(result.worked()).isFalse();
        assertEnded();
    }

    @Test
    void whoIsCancelledEndsIt() throws Exception {
        git("/bin/sleep 600 & echo $! > \"$SEEN\"; wait\n");
        Thread caller = Thread.currentThread();
        Thread canceller = new Thread(() -> {
            while (!Files.exists(seen) || seen.toFile().length() == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            caller.interrupt();
        });
        canceller.start();

        assertThatThrownBy(() -> run(Duration.ofMinutes(10), "https://example.org/x.git"))
                .isInstanceOf(InterruptedException.class);

        canceller.join();
        assertEnded();
    }

    private void assertEnded() throws Exception {
        long id = Long.parseLong(Files.readString(seen).strip());
        Optional<ProcessHandle> child = ProcessHandle.of(id);
        if (child.isPresent()) {
            child.get().onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(id).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
