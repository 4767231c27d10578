package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a step has written is there for others, also in builds in which it did not run. */
class RegisterIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** The value is another one each time, so that one of another run would show. */
    private void manifest(String last) {
        stranger.manifest("busybox", """
                install:
                  - run: cat /proc/sys/kernel/random/uuid | tee /uuid; echo noise >&2
                    register: uuid
                  - run: "true"
                  - run: echo "$UUID" >/used; LAST
                    env: {UUID: {from: uuid}}
                script:
                  - run: test "$(cat /uuid)" = "$UUID" && cmp /uuid /used
                    env: {UUID: {from: uuid}}
                """.replace("LAST", last));
    }

    @Test
    void theValueIsThatOfTheRunThatMadeTheState() {
        manifest("true");
        stranger.builds();

        manifest("echo more >/more");
        Built second = stranger.builds();

        assertThat(second.hit()).containsExactly("install[0]", "install[1]");
        assertThat(Docker.inImage(stranger.image(), "cmp", "/uuid", "/used")).isEmpty();
        assertThat(stranger.builds().ran()).isEmpty();
    }

    @Test
    void aCheckpointWhoseValuesAreNotKnownIsNoHit() throws IOException {
        manifest("true");
        stranger.builds();
        try (Stream<Path> records = Files.list(stranger.cache().resolve("outputs"))) {
            for (Path each : records.toList()) {
                Files.delete(each);
            }
        }

        manifest("echo more >/more");
        Built second = stranger.builds();

        assertThat(second.hit()).isEmpty();
        assertThat(Docker.inImage(stranger.image(), "cmp", "/uuid", "/used")).isEmpty();
    }

    @Test
    void aStepThatRanAgainGivesItsNewValue() {
        manifest("true");
        stranger.builds();
        stranger.builds("--no-cache", "--until", "install[0]");

        manifest("echo more >/more");
        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cmp", "/uuid", "/used")).isEmpty();
    }

    @Test
    void anUnknownNameIsSaidAtItsPlace() {
        stranger.manifest("busybox", "install:\n  - run: make\n    env: {A: {from: nothing}}\n");

        assertThat(stranger.runs("validate").exits(2).err())
                .contains("chandler.yml:6:21: no step before this one registers \"nothing\"");
    }
}
