package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first process in the shells that bases have: busybox ash, and Debian's dash. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerShellsIT extends DockerTests {

    private static final String STATES =
            "for d in /proc/[0-9]*; do read -r pid name state rest <$d/stat && echo $pid $name $state; done 2>/dev/null";

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void endsAndReapsEverything(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            for (int i = 0; i < 5; i++) {
                sh(instance, "for i in 1 2 3; do (setsid sleep 1000 >/dev/null 2>&1 &); done");
            }
            instance.run(
                    shell("(trap '' TERM; while :; do :; done) >/dev/null 2>&1 &")
                            .user("33")
                            .build(),
                    OutputSink.NONE);
            instance.endProcesses(Optional.empty());

            assertThat(sh(instance, STATES).lines().filter(line -> !line.startsWith("1 ")))
                    .as("only the shell that looks is left, and what obeys words beside it; no zombie")
                    .hasSize(2)
                    .allMatch(line -> line.matches("\\d+ \\((sh|dash)\\) [RS]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian:12"})
    void endsWhatCarriesAMark(String base) throws Exception {
        try (Instance instance = start(image(base))) {
            String daemon = "setsid sleep 1000 >/dev/null 2>&1 </dev/null &";
            instance.run(shell(daemon).mark(Optional.of("a")).build(), OutputSink.NONE);
            instance.run(shell(daemon).mark(Optional.of("a")).user("33").build(), OutputSink.NONE);
            instance.run(
                    shell("trap '' TERM; (while :; do :; done) >/dev/null 2>&1 </dev/null &")
                            .mark(Optional.of("a"))
                            .user("33")
                            .build(),
                    OutputSink.NONE);
            instance.run(shell(daemon).mark(Optional.of("b")).user("33").build(), OutputSink.NONE);
            instance.endProcesses(Optional.of("a"));

            assertThat(sh(instance, STATES).lines().filter(line -> !line.startsWith("1 ")))
                    .as("the other mark's, and the shell that looks")
                    .hasSize(2)
                    .anyMatch(line -> line.contains("sleep"));
        }
    }
}
