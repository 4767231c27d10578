package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.engine.docker.SavedParts.Part;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class SavedPartsTest {

    private static final String CONFIG = "c".repeat(64);
    private static final String LAYER = "1".repeat(64);
    private static final String OTHER = "0".repeat(64);

    private final SavedParts parts = new SavedParts(CONFIG, Set.of(LAYER));

    private Part part(String name) {
        return parts.part(new TarArchiveEntry(name));
    }

    @Test
    void inTheFormUpTo24LayersAreTarsInFoldersAndLinksAreNone() {
        assertThat(part(CONFIG + ".json")).isEqualTo(Part.CONFIG);
        assertThat(part(OTHER + "/layer.tar")).isEqualTo(Part.LAYER);
        assertThat(parts.part(new TarArchiveEntry(OTHER + "/layer.tar", TarConstants.LF_SYMLINK)))
                .isEqualTo(Part.OTHER);
        assertThat(part(OTHER + "/json")).isEqualTo(Part.OTHER);
        assertThat(part(OTHER + "/VERSION")).isEqualTo(Part.OTHER);
        assertThat(part("manifest.json")).isEqualTo(Part.OTHER);
        assertThat(part("repositories")).isEqualTo(Part.OTHER);
    }

    @Test
    void inTheFormFrom25OnBothAreBlobsByTheirDigests() {
        assertThat(part("blobs/sha256/" + CONFIG)).isEqualTo(Part.CONFIG);
        assertThat(part("blobs/sha256/" + LAYER)).isEqualTo(Part.LAYER);
        assertThat(part("blobs/sha256/" + OTHER)).as("a manifest").isEqualTo(Part.OTHER);
        assertThat(part("blobs/sha256/")).isEqualTo(Part.OTHER);
        assertThat(part("index.json")).isEqualTo(Part.OTHER);
        assertThat(part("oci-layout")).isEqualTo(Part.OTHER);
    }
}
