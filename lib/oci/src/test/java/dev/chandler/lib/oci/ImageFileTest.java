package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading images back out of files, ours and others'. */
class ImageFileTest {

    private static final ExampleImage IMAGE = ExampleImage.of("one", "x".repeat(1024), "one");

    @TempDir
    Path folder;

    private Path layout;
    private Path archive;

    @BeforeEach
    void write() throws IOException {
        layout = folder.resolve("image");
        archive = folder.resolve("app.tar");
        IMAGE.layout(layout, "app:1.0");
        IMAGE.archive(archive, "team/app:1.0", "app:latest");
    }

    /** Keeps what comes as text. */
    private static final class Received implements ImageReceiver {

        private final List<String> layers = new ArrayList<>();
        private String config = "";

        @Override
        public void config(byte[] json) {
            config = new String(json, UTF_8);
        }

        @Override
        public void layer(InputStream tar) throws IOException {
            layers.add(new String(tar.readAllBytes(), UTF_8));
        }
    }

    private static Received given(ImageFile image) throws IOException {
        Received received = new Received();
        image.giveTo(received);
        return received;
    }

    private static ImageFile layout(Path folder) throws IOException {
        return ImageFile.layout(folder, Optional.empty());
    }

    @Test
    void aLayoutGivesBackWhatWasWritten() throws IOException {
        ImageFile image = layout(layout);

        assertThat(image.id()).isEqualTo(Digest.of(IMAGE.config()));
        assertThat(image.platform().os()).isEqualTo("linux");
        assertThat(image.references()).as("a tag alone is no name").isEmpty();
        assertThat(given(image).config).isEqualTo(new String(IMAGE.config(), UTF_8));
        assertThat(given(image).layers).containsExactlyInAnyOrder("one", "x".repeat(1024));
    }

    @Test
    void anArchiveGivesBackWhatWasWritten() throws IOException {
        ImageFile image = ImageFile.archive(archive);

        assertThat(image.id()).isEqualTo(Digest.of(IMAGE.config()));
        assertThat(image.references()).containsExactly("team/app:1.0", "app:latest");
        assertThat(given(image).config).isEqualTo(new String(IMAGE.config(), UTF_8));
        assertThat(given(image).layers).containsExactlyInAnyOrder("one", "x".repeat(1024));
    }

    @Test
    void anArchiveMayBeCompressed() throws IOException {
        Path zipped = folder.resolve("app.tgz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(archive, out);
        }

        assertThat(given(ImageFile.archive(zipped)).layers).hasSize(2);
    }

    private void entry(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** As {@code docker save} of Docker 24 and older writes it: an equal layer is a link, the manifest comes last. */
    @Test
    void aLayerMayBeALinkToAnother() throws IOException {
        Path saved = folder.resolve("saved.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(saved))) {
            entry(tar, "c.json", ExampleImage.of("one", "two").config());
            entry(tar, "a/layer.tar", "one".getBytes(UTF_8));
            entry(tar, "b/layer.tar", "two".getBytes(UTF_8));
            TarArchiveEntry link = new TarArchiveEntry("z/layer.tar", TarConstants.LF_SYMLINK);
            link.setLinkName("../b/layer.tar");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            entry(
                    tar,
                    "manifest.json",
                    "[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[\"a/layer.tar\",\"z/layer.tar\"]}]"
                            .getBytes(UTF_8));
        }

        ImageFile image = ImageFile.archive(saved);

        assertThat(image.references()).isEmpty();
        assertThat(given(image).layers).containsExactly("one", "two");
    }

    private static void refused(Class<? extends IOException> type, String words, Reading reading) {
        assertThatThrownBy(reading::read).isInstanceOf(type).hasMessageContaining(words);
    }

    private interface Reading {
        void read() throws IOException;
    }

    @Test
    void whatIsNoImageSaysWhy() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello".repeat(500));
        Path empty = Files.createDirectory(folder.resolve("empty"));

        refused(UnreadableImageException.class, "no OCI image layout", () -> layout(empty));
        refused(UnreadableImageException.class, "no OCI image layout", () -> layout(text));
        refused(UnreadableImageException.class, "no such file", () -> ImageFile.archive(folder.resolve("missing")));
        refused(UnreadableImageException.class, "tar archive", () -> ImageFile.archive(text));
        Files.writeString(layout.resolve("index.json"), "{\"manifests\":[{}]}");
        refused(UnreadableImageException.class, "index.json", () -> layout(layout));
        Files.writeString(layout.resolve("index.json"), "[");
        refused(UnreadableImageException.class, "index.json", () -> layout(layout));
    }

    @Test
    void aCutArchiveIsFoundOutWhereverItIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(archive);
        Path cut = folder.resolve("cut.tar");
        for (int length : new int[] {0, 100, 700, 1200, 2100, 3000}) {
            Files.write(cut, Arrays.copyOf(whole, length));

            refused(UnreadableImageException.class, "", () -> given(ImageFile.archive(cut)));
        }
    }

    @Test
    void aLayerThatIsNotWhatTheConfigSaysIsRefused() throws IOException {
        ImageFile image = layout(layout);
        Path blobs = layout.resolve("blobs/sha256");
        List<Path> layers;
        try (Stream<Path> all = Files.list(blobs)) {
            layers = all.filter(blob -> isGzip(blob)).toList();
        }
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(other)) {
            gzip.write("something else".getBytes(UTF_8));
        }
        Files.write(layers.get(0), other.toByteArray());
        refused(UnreadableImageException.class, "not what it should be", () -> given(image));

        Files.write(layers.get(0), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});
        refused(UnreadableImageException.class, "zstd", () -> given(image));

        Files.write(layers.get(0), new byte[] {0x1f, (byte) 0x8b, 8});
        refused(UnreadableImageException.class, "ends too early", () -> given(image));

        Files.delete(layers.get(0));
        refused(UnreadableImageException.class, "no such file", () -> given(image));
    }

    private static boolean isGzip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheReceiverThrowsComesAsItIs() throws IOException {
        IOException full = new IOException("no space left");

        for (ImageFile image : List.of(layout(layout), ImageFile.archive(archive))) {
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

    @Test
    void ofSeveralImagesThePlatformSaysWhich() throws IOException {
        String arm = two("arm64", "amd64");

        refused(AmbiguousImageException.class, "linux/arm64, linux/amd64", () -> layout(layout));
        refused(
                AmbiguousImageException.class,
                "linux/arm64, linux/amd64",
                () -> ImageFile.layout(layout, Platform.parse("linux/s390x")));
        assertThat(ImageFile.layout(layout, Platform.parse("linux/arm64")).id()).hasToString(arm);
    }

    /** Puts images without layers into the layout, beside a proof of how they were made; gives the first's id. */
    private String two(String... architectures) throws IOException {
        StringBuilder entries = new StringBuilder();
        String first = "";
        for (String architecture : architectures) {
            String config = blob("{\"os\":\"linux\",\"architecture\":\"" + architecture
                    + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
            String manifest = blob("{\"config\":{\"digest\":\"" + config + "\"},\"layers\":[]}");
            entries.append("{\"digest\":\"").append(manifest).append("\"},");
            first = first.isEmpty() ? config : first;
        }
        String index = blob("{\"manifests\":[" + entries
                + "{\"digest\":\"sha256:" + "0".repeat(64)
                + "\",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}}]}");
        Files.writeString(layout.resolve("index.json"), "{\"manifests\":[{\"digest\":\"" + index + "\"}]}");
        return first;
    }

    private String blob(String json) throws IOException {
        Digest digest = Digest.of(json);
        Files.writeString(layout.resolve("blobs/sha256").resolve(digest.hex()), json);
        return digest.toString();
    }

    @Test
    void anArchiveOfSeveralImagesIsRefused() throws IOException {
        Path saved = folder.resolve("saved.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(saved))) {
            entry(tar, "manifest.json", "[{},{}]".getBytes(UTF_8));
        }

        refused(AmbiguousImageException.class, "2 images", () -> ImageFile.archive(saved));
    }
}
