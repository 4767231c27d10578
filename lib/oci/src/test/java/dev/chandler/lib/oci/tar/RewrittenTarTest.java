package dev.chandler.lib.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewrittenTarTest {

    private static final byte[] CONTENT = "0123456789".repeat(60).getBytes(StandardCharsets.UTF_8);

    private static byte[] archive(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        for (String name : names) {
            tar.file(header(name), CONTENT);
        }
        tar.finish();
        return bytes.toByteArray();
    }

    private static TarHeader header(String name) {
        return new TarHeader(
                name,
                TarHeader.FILE,
                "",
                0640,
                1,
                2,
                CONTENT.length,
                "3.25",
                0,
                0,
                Map.of("SCHILY.xattr.security.capability", "\u0001\u0000\u00ff"));
    }

    private static RewrittenTar rewritten(byte[] archive) {
        return new RewrittenTar(
                new ByteArrayInputStream(archive),
                header -> header.name().startsWith("in/")
                        ? List.of(header.named(header.name().substring(3)))
                        : List.of());
    }

    @Test
    void isTheArchiveOfWhatIsLeftUnderItsNewNames() throws Exception {
        byte[] archive = archive("out", "in/a", "out", "in/b", "out");

        assertThat(rewritten(archive).readAllBytes()).isEqualTo(archive("a", "b"));
    }

    @Test
    void isTheSameHoweverItIsRead() throws Exception {
        byte[] archive = archive("in/a", "in/b");
        RewrittenTar tar = rewritten(archive);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[7];
        for (int count = tar.read(buffer, 0, 7); count >= 0; count = tar.read(buffer, 0, 7)) {
            bytes.write(buffer, 0, count);
            int one = tar.read();
            if (one >= 0) {
                bytes.write(one);
            }
        }

        assertThat(bytes.toByteArray()).isEqualTo(archive("a", "b"));
        assertThat(rewritten(archive("out")).readAllBytes()).isEqualTo(archive());
    }

    @Test
    void anArchiveThatEndsWithinAFileIsAFailure() throws Exception {
        byte[] archive = archive("in/a");

        assertThatThrownBy(() ->
                        rewritten(Arrays.copyOf(archive, archive.length - 1500)).readAllBytes())
                .isInstanceOf(IOException.class);
    }
}
