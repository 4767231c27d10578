package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guides to a plugin of one's own, followed word by word from an empty folder, without a network. */
class GuidesIT {

    private static final Path DOCS =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @BeforeEach
    void haveMaven() throws IOException {
        stranger.with("PATH", StrangersMaven.programs(stranger.root()) + ":" + System.getenv("PATH"));
    }

    /** Names that the guides give. */
    @AfterEach
    void removeWhatTheGuidesHaveNamed() {
        Docker.tried("rm", "-f", "cell-base");
        Docker.tried("rmi", "motd-example");
    }

    @Test
    void aProvisioner() throws IOException {
        follow("write-a-provisioner.md");

        assertThat(Docker.inImage("motd-example", "cat", "/etc/motd", "/etc/rules"))
                .isEqualTo("welcome aboard\nno running on deck");
    }

    @Test
    void anEngine() throws IOException {
        follow("write-an-engine.md");

        Path cells = stranger.project().resolve("cell/cells");
        assertThat(cells.resolve("names/cell-example:latest/root/hello")).hasContent("hello from a cell");
        assertThat(cells.resolve("instances")).isEmptyDirectory();
    }

    private void follow(String document) throws IOException {
        Guide guide = Guide.read(DOCS.resolve(document), stranger.root().resolve("blocks"));
        Path script = Files.writeString(stranger.root().resolve("guide.sh"), guide.script());

        Ended ended = stranger.startsCommand(stranger.project(), List.of("setsid", "sh", "-c", ". " + script + " 2>&1"))
                .ended(LIMIT)
                .exits(0);

        assertThat(guide.output()).isNotEmpty();
        assertThat(ended.out()).containsSubsequence(guide.output());
    }
}
