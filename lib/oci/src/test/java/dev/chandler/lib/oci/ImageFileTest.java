package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading back what was written here. */
class ImageFileTest {

    private static final ExampleImage IMAGE = ExampleImage.of("one", "x".repeat(1024), "one");
    private static final ImageChoice ANY = ImageChoice.of(Optional.empty());

    @TempDir
    Path folder;

    private Path directory;
    private ImageFile layout;
    private ImageFile archive;

    @BeforeEach
    void write() throws IOException {
        directory = folder.resolve("image");
        IMAGE.layout(directory, "app:1.0");
        layout = ImageFile.layout(directory, ANY);
        Path file = folder.resolve("app.tar");
        IMAGE.archive(file, "team/app:1.0", "app:latest");
        archive = ImageFile.archive(file, ANY);
    }

    @Test
    void bothGiveBackWhatWasWritten() throws IOException {
        for (ImageFile image : List.of(layout, archive)) {
            assertThat(image.id()).isEqualTo(Digest.of(IMAGE.config()));
            assertThat(image.configBytes()).isEqualTo(IMAGE.config());
            assertThat(image.platform().os()).isEqualTo("linux");
            assertThat(image.diffIds())
                    .containsExactly(Digest.of("one"), Digest.of("x".repeat(1024)), Digest.of("one"));
            assertThat(Received.of(image).config).isEqualTo(new String(IMAGE.config(), UTF_8));
            assertThat(Received.of(image).layers).as("each layer once").containsExactly("one", "x".repeat(1024));
        }
    }

    @Test
    void onlyWholeNamesAreReferences() {
        assertThat(layout.references()).as("a tag alone is no name").isEmpty();
        assertThat(archive.references()).containsExactly("team/app:1.0", "app:latest");
    }

    @Test
    void aLayerThatIsNotWhatTheConfigSaysIsRefused() throws IOException {
        List<Path> layers;
        try (Stream<Path> all = Files.list(directory.resolve("blobs/sha256"))) {
            layers = all.filter(ImageFileTest::isGzip).toList();
        }
        Path layer = layers.get(0);
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(other)) {
            gzip.write("something else".getBytes(UTF_8));
        }
        Files.write(layer, other.toByteArray());
        assertLayerRefused("not what it should be");

        Files.write(layer, new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0});
        assertLayerRefused("compressed with xz");

        Files.write(layer, new byte[] {0x1f, (byte) 0x8b, 8});
        assertLayerRefused("ends too early");

        Files.delete(layer);
        assertLayerRefused("no such file");
    }

    private void assertLayerRefused(String words) {
        assertThatThrownBy(() -> Received.of(layout))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContainingAll("its layer sha256:", words);
    }

    private static boolean isGzip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheReceiverThrowsComesAsItIs() {
        IOException full = new IOException("no space left");

        for (ImageFile image : List.of(layout, archive)) {
            assertThatThrownBy(() -> image.giveTo(new ImageReceiver() {
                        @Override
                        public void config(byte[] json) {}

                        @Override
                        public void layer(InputStream tar) throws IOException {
                            throw full;
                        }
                    }))
                    .isSameAs(full);
        }
    }
}
