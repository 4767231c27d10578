package dev.chandler.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a program of the user's is found and ended. */
@Timeout(60)
class UserProgramTest {

    @TempDir
    Path root;

    private UserProgram program(String path, Duration limit) {
        return new UserProgram("tool", Map.of("PATH", path), limit);
    }

    private Path tool(String folder, String script, String mode) throws IOException {
        Path file = Files.createDirectories(root.resolve(folder)).resolve("tool");
        Files.writeString(file, "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void theFirstOnThePathThatCanBeRunIsTaken() throws IOException {
        tool("a", "", "rw-------");
        Path second = tool("b", "", "rwx------");
        tool("c", "", "rwx------");
        String path =
                root.resolve("none") + ":" + root.resolve("a") + "::" + root.resolve("b") + ":" + root.resolve("c");

        assertThat(program(path, Duration.ofSeconds(1)).path()).hasValue(second);
    }

    @Test
    void aFolderThatIsRelativeHasNone() {
        assertThat(program(".:b:", Duration.ofSeconds(1)).path()).isEmpty();
        assertThat(new UserProgram("sh", Map.of(), Duration.ofSeconds(1)).path())
                .isEmpty();
    }

    @Test
    void itsExitCodeIsThatOfTheProgram() throws Exception {
        Path tool = tool("a", "exit 7\n", "rwx------");

        assertThat(program("", Duration.ofSeconds(30)).run(new ProcessBuilder(tool.toString())))
                .hasValue(7);
    }

    @Test
    void whatTakesTooLongEndsWithAllThatItHasStarted() throws Exception {
        Path tool = tool("a", "sleep 1000 & echo $! > " + root.resolve("child") + "; wait\n", "rwx------");
        UserProgram program = program("", Duration.ofSeconds(2));

        assertThat(program.run(new ProcessBuilder(tool.toString()))).isEmpty();

        long child = Long.parseLong(Files.readString(root.resolve("child")).strip());
        var handle = ProcessHandle.of(child);
        if (handle.isPresent()) {
            handle.get().onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(program.unended()).isEqualTo("has not ended after 0 minutes");
    }

    @Test
    void coloursAreTakenOutOfWhatItSays() {
        assertThat(UserProgram.plain("\u001B[1;31merror\u001B[m: no")).isEqualTo("error: no");
    }
}
