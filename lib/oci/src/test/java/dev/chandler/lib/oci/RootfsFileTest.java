package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsFileTest {

    @TempDir
    Path folder;

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file(TarHeader.file("etc/greeting", 5), "hello".getBytes(StandardCharsets.UTF_8));
        tar.finish();
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private Digest digest(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("rootfs"), content);
        return RootfsFile.digest(file);
    }

    private void assertRefused(byte[] content, String why) {
        assertThatThrownBy(() -> digest(content))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("rootfs", why);
    }

    @Test
    void isTheDigestOfTheFileAsItIs() throws Exception {
        byte[] tar = tar();
        byte[] compressed = gzip(tar);

        assertThat(digest(tar)).isEqualTo(Digest.of(tar));
        assertThat(digest(compressed)).isEqualTo(Digest.of(compressed));
        assertThat(digest(new byte[10240])).isEqualTo(Digest.of(new byte[10240]));
    }

    @Test
    void saysWhatTheDaemonCouldNotUnpack() throws Exception {
        assertRefused(new byte[0], "empty");
        assertRefused(gzip(new byte[0]), "empty");
        assertRefused("no archive".repeat(100).getBytes(StandardCharsets.UTF_8), "not a tar");
        assertRefused(gzip("no archive".repeat(100).getBytes(StandardCharsets.UTF_8)), "not a tar");
        assertRefused(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4}, "xz");
        assertRefused("BZh91AY&SY".getBytes(StandardCharsets.UTF_8), "bzip2");
        assertRefused(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0}, "zstd");
        assertRefused(new byte[] {0x1f, (byte) 0x8b}, "rootfs");
    }
}
