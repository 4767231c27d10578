package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After which steps a state is kept, and that a plan says the same. */
class CheckpointIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private static List<String> kept(Built built) {
        return built.all("checkpoint-taken").stream()
                .map(event -> event.get("after").getAsString())
                .toList();
    }

    @Test
    void aStateThatTakesLongerThanRunningAgainIsNotKept() {
        stranger.with("CHANDLER_CHECKPOINT", "");
        stranger.manifest("busybox", """
                install:
                  - head -c 400000000 /dev/urandom > /large
                  - "true"
                  - {run: "true && true", checkpoint: always}
                  - {run: echo, checkpoint: never}
                  - date > /last
                """);

        assertThat(kept(stranger.builds())).containsExactly("install[0]", "install[2]", "install[4]");

        String plan = stranger.runs("plan", "--engine", "docker", "--no-cache")
                .exits(0)
                .out();
        assertThat(plan)
                .containsPattern("install\\[1] .*\n +no checkpoint after it: .* since the last, one costs about .*\n")
                .contains("checkpoint: always", "no checkpoint after it: never", "checkpoint: it is the last");
    }

    @Test
    void aBuildThatKeepsNoStateLeavesItsImageAlone() {
        stranger.manifest("busybox", """
                install:
                  - date > /first
                  - date > /second
                script:
                  - test -s /second
                """);

        Built first = stranger.builds("--checkpoint", "never");
        assertThat(stranger.checkpoints()).isEmpty();
        assertThat(ImageTree.of(first.image())).containsKeys("first", "second");

        assertThat(stranger.builds().ran()).contains("install[0]", "install[1]");
        assertThat(stranger.builds().ran()).isEmpty();
    }

    @Test
    void aWordInTheEnvironmentThatIsNoneIsRefused() {
        stranger.with("CHANDLER_CHECKPOINT", "sometimes");
        stranger.manifest("busybox", "install: [date]\n");

        stranger.runs("build").exits(2).says("CHANDLER_CHECKPOINT must be auto, always or never, not \"sometimes\"");
    }
}
