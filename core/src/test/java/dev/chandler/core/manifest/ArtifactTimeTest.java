package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTimeTest {

    @TempDir
    Path folder;

    private ManifestFolder manifest(String text) {
        return new ManifestFolder(folder).manifest("base: debian:12\n" + text);
    }

    @Test
    void createdIsATimeOrSeconds() {
        assertThat(manifest("artifact: {created: 2026-01-31T12:00:00Z}\n")
                        .load()
                        .artifact()
                        .created())
                .contains(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(manifest("artifact: {created: 86400}\n").load().artifact().created())
                .contains(Instant.parse("1970-01-02T00:00:00Z"));
    }

    @Test
    void theEnvironmentsEpochCountsWhereTheManifestSaysNothing() {
        assertThat(manifest("")
                        .environment("SOURCE_DATE_EPOCH", "1")
                        .load()
                        .artifact()
                        .created())
                .contains(Instant.ofEpochSecond(1));
        assertThat(manifest("artifact: {created: 2}\n")
                        .environment("SOURCE_DATE_EPOCH", "1")
                        .load()
                        .artifact()
                        .created())
                .contains(Instant.ofEpochSecond(2));
    }

    @Test
    void anEpochThatIsNoNumberIsAProblem() {
        assertThatThrownBy(() ->
                        manifest("").environment("SOURCE_DATE_EPOCH", "today").load())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("SOURCE_DATE_EPOCH");
    }
}
