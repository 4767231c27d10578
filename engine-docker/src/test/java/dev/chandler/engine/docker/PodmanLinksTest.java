package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PodmanLinksTest {

    private final TarFiles folder = new TarFiles()
            .directory("d", 0755, 0)
            .file("d/a", 0644, 0, "A")
            .link("d/l", "a")
            .link("d/sub/l", "b");

    @Test
    void aLinkIsFoundInTheArchiveOfItsFolder() throws IOException {
        assertThat(TarFiles.read(PodmanLinks.read(folder.stream(), "l").orElseThrow()))
                .hasSize(1)
                .hasEntrySatisfying("l", entry -> assertThat(entry.link()).isEqualTo("a"));
    }

    @Test
    void whatIsNoLinkIsNone() throws IOException {
        assertThat(PodmanLinks.read(folder.stream(), "a")).isEmpty();
    }
}
