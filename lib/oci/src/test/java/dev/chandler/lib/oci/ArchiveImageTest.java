package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as others write them. */
class ArchiveImageTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("saved.tar");
    }

    /** Writes an archive. */
    private final class Saved implements AutoCloseable {

        private final TarArchiveOutputStream tar;

        Saved(OutputStream out) {
            tar = new TarArchiveOutputStream(out);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        Saved() throws IOException {
            this(Files.newOutputStream(file));
        }

        Saved entry(String name, byte[] content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        }

        Saved entry(String name, String content) throws IOException {
            return entry(name, content.getBytes(UTF_8));
        }

        Saved link(String name, byte type, String target) throws IOException {
            TarArchiveEntry link = new TarArchiveEntry(name, type);
            link.setLinkName(target);
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            return this;
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }

    private static String manifest(String config, String names, String... layers) {
        return "{\"Config\":\"" + config + "\",\"RepoTags\":" + names + ",\"Layers\":[\"" + String.join("\",\"", layers)
                + "\"]}";
    }

    private ImageFile read() throws IOException {
        return ImageFile.archive(file, ImageChoice.of(Optional.empty()));
    }

    private ImageFile read(String name) throws IOException {
        return ImageFile.archive(file, new ImageChoice(Optional.of(name), Optional.empty(), Optional.empty()));
    }

    private void assertRefused(Class<? extends IOException> type, String... words) {
        assertThatThrownBy(this::read).isInstanceOf(type).hasMessageContainingAll(words);
    }

    /** As {@code docker save} of Docker 24 and older writes it: an equal layer is a link, the manifest comes last. */
    @Test
    void aLayerMayBeALinkToAnother() throws IOException {
        try (Saved saved = new Saved()) {
            saved.entry("c.json", ExampleImage.of("one", "two", "one").config())
                    .entry("a/layer.tar", "one")
                    .entry("b/layer.tar", "two")
                    .link("z/layer.tar", TarConstants.LF_SYMLINK, "../b/layer.tar")
                    .link("y", TarConstants.LF_LINK, "a/layer.tar")
                    .entry("manifest.json", "[" + manifest("c.json", "null", "a/layer.tar", "z/layer.tar", "y") + "]");
        }

        ImageFile image = read();

        assertThat(image.references()).isEmpty();
        assertThat(image.layers())
                .extracting(StoredLayer::content)
                .satisfiesExactly(
                        one -> assertThat(one).hasContent("one"),
                        two -> assertThat(two).hasContent("two"),
                        again -> assertThat(again).hasContent("one"));
    }

    /** As Docker 25 and newer write it: a layout with a manifest for older Dockers, some names longer than a header's. */
    @Test
    void partsMayBeTheBlobsOfALayout() throws IOException {
        String blob = "blobs/sha256/" + "a".repeat(64) + "/" + "b".repeat(64);
        try (Saved saved = new Saved()) {
            saved.entry("./manifest.json", "[" + manifest("blobs/sha256/c", "[\"app:1.0\"]", blob) + "]")
                    .entry("./blobs/sha256/c", ExampleImage.of("one").config())
                    .entry("./" + blob, "one");
        }

        assertThat(read().references()).containsExactly("app:1.0");
        assertThat(read().layers().get(0).content()).hasContent("one");
    }

    @Test
    void layersMayBeCompressedEachByItself() throws IOException {
        byte[] large = "x".repeat(200_000).getBytes(UTF_8);
        Path gzip = folder.resolve("one.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(large);
        }
        try (Saved saved = new Saved()) {
            saved.entry("before", "y".repeat(70_000))
                    .entry("one", Files.readAllBytes(gzip))
                    .entry("two", Zstd.compressed(large))
                    .entry(
                            "c.json",
                            ExampleImage.of(new String(large, UTF_8), new String(large, UTF_8))
                                    .config())
                    .entry("manifest.json", "[" + manifest("c.json", "[]", "one", "two") + "]");
        }

        assertThat(read().layers()).allSatisfy(layer -> {
            assertThat(layer.content()).hasBinaryContent(large);
            assertThat(layer.sizeBytes()).isLessThan(1000);
        });
        assertThat(read().layers())
                .extracting(StoredLayer::compression)
                .containsExactly(Compression.GZIP, Compression.ZSTD);
    }

    @Test
    void theWholeArchiveMayBeCompressed() throws IOException {
        ExampleImage image = ExampleImage.of("one", "x".repeat(200_000), "two");
        Path plain = folder.resolve("plain.tar");
        image.archive(plain, "app:1.0");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(plain, out);
        }
        assertThat(read().layers())
                .extracting(StoredLayer::content)
                .satisfiesExactly(
                        one -> assertThat(one).hasContent("one"),
                        two -> assertThat(two).hasContent("x".repeat(200_000)),
                        three -> assertThat(three).hasContent("two"));

        Files.write(file, Zstd.compressed(Files.readAllBytes(plain)));
        assertThat(read().layers().get(2).content()).hasContent("two");
        assertThat(read().id()).isEqualTo(Digest.of(image.config()));
    }

    @Test
    void ofSeveralImagesTheNameSaysWhich() throws IOException {
        try (Saved saved = new Saved()) {
            saved.entry("1.json", ExampleImage.of("one").config())
                    .entry("2.json", ExampleImage.of("two").config())
                    .entry("one", "one")
                    .entry("two", "two")
                    .entry(
                            "manifest.json",
                            "[" + manifest("1.json", "[\"app:1.0\",\"app:latest\"]", "one") + ","
                                    + manifest("2.json", "[\"host:5000/team/app:2.0\"]", "two") + "]");
        }

        assertThat(read("app").diffIds()).containsExactly(Digest.of("one"));
        assertThat(read("docker.io/library/app:1.0").diffIds()).containsExactly(Digest.of("one"));
        assertThat(read("host:5000/team/app:2.0").diffIds()).containsExactly(Digest.of("two"));
        assertRefused(AmbiguousImageException.class, "several", "app:1.0, app:latest", "host:5000/team/app:2.0");
        assertThatThrownBy(() -> read("app:3.0"))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll("app:3.0", "app:1.0, app:latest", "host:5000/team/app:2.0");
    }

    private static String known(String id, String parent) {
        return "{\"id\":\"" + id + "\"," + (parent.isEmpty() ? "" : "\"parent\":\"" + parent + "\",")
                + "\"os\":\"linux\",\"architecture\":\"amd64\",\"created\":\"2015-01-01T00:00:00Z\",\"config\":{\"Cmd\":[\""
                + id + "\"]},\"container_config\":{\"Cmd\":[\"made\",\"" + id + "\"]},\"throwaway\":true}";
    }

    @Test
    void layersMayHaveAFolderEachAsDockerBefore110WroteThem() throws IOException {
        try (Saved saved = new Saved()) {
            saved.entry("top/json", known("top", "low"))
                    .entry("top/layer.tar", "two")
                    .entry("low/json", known("low", ""))
                    .entry("low/layer.tar", "one")
                    .entry("repositories", "{\"app\":{\"1.0\":\"low\",\"2.0\":\"top\"},\"team/app\":{\"2\":\"top\"}}");
        }

        ImageFile image = read("app:2.0");

        assertThat(image.references()).containsExactly("app:2.0", "team/app:2");
        assertThat(Received.of(image).layers).containsExactly("one", "two");
        assertThat(image.config())
                .hasToString("{\"architecture\":\"amd64\",\"config\":{\"Cmd\":[\"top\"]},\"container_config\":"
                        + "{\"Cmd\":[\"made\",\"top\"]},\"created\":\"2015-01-01T00:00:00Z\",\"history\":"
                        + "[{\"created\":\"2015-01-01T00:00:00Z\",\"created_by\":\"made low\"},"
                        + "{\"created\":\"2015-01-01T00:00:00Z\",\"created_by\":\"made top\"}],\"os\":\"linux\","
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + Digest.of("one") + "\",\""
                        + Digest.of("two") + "\"]}}");
        assertThat(read("app:1.0").diffIds()).containsExactly(Digest.of("one"));
        assertRefused(AmbiguousImageException.class, "app:1.0 for linux/amd64; app:2.0, team/app:2 for linux/amd64");
    }

    @Test
    void layersThatLieOnThemselvesAreRefused() throws IOException {
        try (Saved saved = new Saved()) {
            saved.entry("top/json", known("top", "top"))
                    .entry("top/layer.tar", "two")
                    .entry("repositories", "{\"app\":{\"1.0\":\"top\"}}");
        }

        assertRefused(UnreadableImageException.class, "more than 128 layers");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertRefused(UnreadableImageException.class, "no such file");
        Files.writeString(file, "hello".repeat(500));
        assertRefused(UnreadableImageException.class, "tar archive");
        try (Saved saved = new Saved()) {
            saved.entry("other", "x");
        }
        assertRefused(UnreadableImageException.class, "manifest.json");
        try (Saved saved = new Saved()) {
            saved.entry("manifest.json", "[" + manifest("c.json", "[]", "one") + "]");
        }
        assertRefused(UnreadableImageException.class, "c.json");
        try (Saved saved = new Saved()) {
            saved.entry("manifest.json", "[" + manifest("c.json", "[]", "one") + "]")
                    .entry("c.json", ExampleImage.of("one").config());
        }
        assertThatThrownBy(() -> read().layers().get(0).open())
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("\"one\"");
        try (Saved saved = new Saved()) {
            saved.entry("manifest.json", "[" + manifest("c.json", "[]", "one", "two") + "]")
                    .entry("c.json", ExampleImage.of("one").config());
        }
        assertRefused(UnreadableImageException.class, "1 layers, its manifest.json 2");
    }

    @Test
    void aLinkToItselfLeadsNowhere() throws IOException {
        try (Saved saved = new Saved()) {
            saved.entry("other", "x").link("manifest.json", TarConstants.LF_SYMLINK, "manifest.json");
        }

        assertRefused(UnreadableImageException.class, "manifest.json");
    }

    @Test
    void aCutArchiveIsFoundOutWhereverItIsCut() throws IOException {
        ExampleImage.of("one", "x".repeat(1024)).archive(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 100, 700, 1200, 2100, 3000}) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> read().giveTo(new Received())).isInstanceOf(UnreadableImageException.class);
        }
    }

    @Test
    void anArchiveThatIsCutWhileItIsReadIsFoundOut() throws IOException {
        ExampleImage.of("x".repeat(100_000)).archive(file);
        ImageFile image = read();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 50_000));

        assertThatThrownBy(() -> image.giveTo(new Received()))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void whatIsCompressedWithZstdAndCutIsFoundOut() throws IOException {
        ExampleImage.of("x".repeat(100_000)).archive(file);
        byte[] compressed = Zstd.compressed(Files.readAllBytes(file));
        Files.write(file, Arrays.copyOf(compressed, compressed.length - 10));

        assertRefused(UnreadableImageException.class, "zstd cannot read it");
    }

    @Test
    void closingBeforeTheEndEndsTheProgramThatReadsZstd() throws IOException {
        byte[] endless = Zstd.compressed(new byte[10_000_000]);
        ByteArrayInputStream source = new ByteArrayInputStream(endless);

        var content = Compression.uncompressed(source);

        assertThat(content.read()).isZero();
        content.close();
        assertThatThrownBy(() -> content.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }
}
