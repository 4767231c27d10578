package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a base is fetched, from a registry that has it. */
class PullIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String base = "";

    @BeforeEach
    void pushABase() {
        base = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + stranger.image() + ":base";
        push("one");
        docker("rmi", base);
        stranger.manifest(base, "install: [cat /version > /seen]\n");
    }

    @Test
    void aMissingBaseIsPulled() {
        assertThat(stranger.runs("plan").exits(0).out()).contains("to be pulled", "run      install[0]");
        assertThat(Docker.hasImage(base)).as("a plan pulls nothing").isFalse();

        Built built = stranger.builds();

        assertThat(built.all("progress")).isNotEmpty();
        assertThat(seen()).isEqualTo("one");
    }

    @Test
    void aBaseThatIsThereIsNotPulledAgain() {
        stranger.builds();
        String pulled = docker("image", "inspect", "-f", "{{.Id}}", base);
        push("two");
        docker("tag", pulled, base);

        stranger.builds();

        assertThat(seen()).isEqualTo("one");
    }

    @Test
    void alwaysGetsTheNewerOfWhatIsNotLocked() {
        stranger.builds();
        stranger.file("chandler.lock", "version: 1\n");
        String pulled = docker("image", "inspect", "-f", "{{.Id}}", base);
        push("two");
        docker("tag", pulled, base);

        stranger.builds("--pull", "always");

        assertThat(seen()).isEqualTo("two");
    }

    @Test
    void neverDoesWithWhatThereIs() {
        stranger.runs("build", "--pull", "never").exits(3).says(base, "--pull");

        docker("pull", "-q", base);

        stranger.builds("--pull", "never");
    }

    private String seen() {
        return Docker.inImage(stranger.image(), "cat", "/seen");
    }

    private void push(String version) {
        String dockerfile = "FROM busybox\nRUN echo " + version + " > /version\n";
        docker(
                new ByteArrayInputStream(dockerfile.getBytes(StandardCharsets.UTF_8)),
                "build",
                "-q",
                "--force-rm",
                "-t",
                base,
                "-");
        docker("push", "-q", base);
    }
}
