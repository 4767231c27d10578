package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageUploadTest {

    @Test
    void metadataIsTheSameToTheByteEachTime() throws Exception {
        byte[] metadata = ImageUpload.metadata("x86_64", Map.of("description", "é: \"1\""));

        assertThat(ImageUpload.metadata("x86_64", Map.of("description", "é: \"1\"")))
                .isEqualTo(metadata);
        TarReader tar = new TarReader(new ByteArrayInputStream(metadata));
        assertThat(tar.next().orElseThrow().name()).isEqualTo("metadata.yaml");
        byte[] content = new byte[1000];
        assertThat(new String(content, 0, tar.read(content), StandardCharsets.UTF_8))
                .isEqualTo("{\"architecture\":\"x86_64\",\"creation_date\":1,"
                        + "\"properties\":{\"description\":\"é: \\\"1\\\"\"}}\n");
    }
}
