package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.provision.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotStartedTest {

    private static final Command COMMAND = Command.of("tool").workdir("/w").build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OCI runtime exec failed: exec: \"tool\": executable file not found in $PATH: unknown|127|tool: not found",
                "exec failed: exec: \"tool\": stat tool: no such file or directory: unknown|127|tool: not found",
                "exec: \"tool\": permission denied: unknown|126|tool: permission denied",
                "unable to find user app: no matching entries in passwd file|126|no user \"app\"",
                "unable to find group g: no matching entries in group file|126|no group \"g\"",
                "something new|126|tool: something new",
            })
    void wordsItAsShellsDo(String words, int code, String line) {
        assertThat(NotStarted.of(COMMAND, words)).isEqualTo(new NotStarted(code, line));
    }

    @Test
    void namesAMissingWorkingDirectory() {
        NotStarted reason = NotStarted.of(
                COMMAND, "chdir to cwd (\"/w\") set in config.json failed: no such file or directory: unknown");

        assertThat(reason.exitCode()).isEqualTo(126);
        assertThat(reason.line()).startsWith("cannot change to working directory \"/w\": ");
    }

    @Test
    void saysSoWhereTheDaemonSaysNothing() {
        assertThat(NotStarted.of(COMMAND, "").line()).isEqualTo("tool: could not be started");
    }
}
