package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A base whose tag moves at its registry, and a project that has it pinned. */
class LockedBasesIT {

    private static final String STEPS = "install: [cat /content > /seen]\n";

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String base;

    @BeforeEach
    void publishFirst() {
        base = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/e2e/" + stranger.nonce() + ":1";
        publish("first");
    }

    @AfterEach
    void forget() {
        Docker.lines("image", "ls", "-q", "--no-trunc", repository())
                .forEach(image -> Docker.tried("image", "rm", "-f", image));
    }

    private String repository() {
        return base.substring(0, base.lastIndexOf(':'));
    }

    /** Has the tag be an image with a file, at the registry alone. */
    private void publish(String content) {
        String container = docker("create", "busybox", "true").strip();
        Path file = stranger.file("content", content);
        docker("cp", file.toString(), container + ":/content");
        docker("commit", container, base);
        docker("rm", container);
        docker("push", "-q", base);
        forget();
    }

    private String seen() {
        return Docker.inImage(stranger.image(), "cat", "/seen");
    }

    @Test
    void isBuiltOnTheSameImageUntilSomebodySaysOtherwise() {
        stranger.manifest(base, STEPS);
        Built first = stranger.builds();
        String lock = stranger.read("chandler.lock");
        publish("second");

        Built again = stranger.builds("--locked", "--pull", "always");

        assertThat(lock)
                .contains(
                        "reference: \"" + base + "\"", "engine: \"docker\"", "pinned: \"" + repository() + "@sha256:");
        assertThat(stranger.read("chandler.lock")).isEqualTo(lock);
        assertThat(again.hit()).isEqualTo(List.of("install[0]"));
        assertThat(again.image()).isEqualTo(first.image());
        assertThat(seen()).isEqualTo("first");

        assertThat(stranger.runs("lock", "--engine", "docker").exits(0).out())
                .isEqualTo("chandler.lock has everything already\n");
        Ended update =
                stranger.runs("lock", "--update", base, "--engine", "docker").exits(0);
        stranger.builds("--locked");

        assertThat(update.out())
                .contains("- " + base + " " + repository() + "@sha256:", "+ " + base + " " + repository());
        assertThat(seen()).isEqualTo("second");
    }

    @Test
    void isLockedBeforeTheFirstBuildWithoutPullingIt() {
        stranger.manifest(base, STEPS);

        stranger.runs("lock", "--engine", "docker").exits(0);

        assertThat(Docker.hasImage(base)).isFalse();
        stranger.builds("--locked");
        assertThat(seen()).isEqualTo("first");
    }

    @Test
    void isNotLockedWhereThereIsNoEngineAndNoneIsAskedFor() {
        stranger.manifest(base, STEPS)
                .with("DOCKER_HOST", "unix:///nowhere")
                .with("LXD_DIR", "/nowhere")
                .with("CHANDLER_LOCAL_ROOT", "/dev/null/none");

        Ended lock = stranger.runs("lock").exits(0);

        assertThat(lock.err()).contains("bases are not locked");
        stranger.runs("lock", "--engine", "docker").exits(3);
    }

    @Test
    void isRefusedWhereEverythingHasToBeLocked() {
        stranger.manifest(base, STEPS);

        Ended ended = stranger.runs("build", "--locked").exits(2);

        ended.says("CH-LOCK-010", "chandler.yml:", base, "chandler lock");
        assertThat(stranger.containers()).isEmpty();
        assertThat(stranger.project().resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void saysThatThePinIsWhatCannotBeHad() {
        stranger.manifest(base, STEPS);
        stranger.builds();
        stranger.file(
                "chandler.lock",
                stranger.read("chandler.lock").replaceAll("@sha256:[0-9a-f]{64}", "@sha256:" + "0".repeat(64)));

        Ended ended = stranger.runs("build").exits(3);

        ended.says("CH-LOCK-011", base, "chandler lock --update");
    }
}
