package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatRootfsTest {

    private static byte[] flat(FlatRootfs.Layer... layers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlatRootfs.of(Arrays.asList(layers)).writeTo(out);
        return out.toByteArray();
    }

    private static List<TarHeader> headers(byte[] tar) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        List<TarHeader> headers = new ArrayList<>();
        for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            headers.add(next.get());
        }
        return headers;
    }

    /** Each file as one line: its type, name, link and content. */
    private static List<String> lines(FlatRootfs.Layer... layers) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(flat(layers)));
        List<String> lines = new ArrayList<>();
        for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            TarHeader header = next.get();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[7];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                content.write(buffer, 0, count);
            }
            lines.add((header.type() + " " + header.name() + " " + header.link() + content).strip());
        }
        return lines;
    }

    @Test
    void theHighestLayerThatHasAFileWins() throws Exception {
        assertThat(lines(
                        new TarLayer()
                                .folder("etc/")
                                .file("etc/a", "1")
                                .file("etc/b", "1")
                                .layer(),
                        new TarLayer().file("etc/a", "2").layer()))
                .containsExactly("5 etc/", "0 etc/b 1", "0 etc/a 2");
    }

    @Test
    void aFolderThatComesAgainHasItsNewModeAndKeepsWhatIsInIt() throws Exception {
        TarHeader mine = new TarHeader("d/", TarHeader.DIRECTORY, "", 01700, 7, 8, 0, "1.5", 0, 0, Map.of());
        byte[] tar = flat(
                new TarLayer().folder("d/").file("d/a", "1").layer(),
                new TarLayer().put(mine, "").layer());

        assertThat(headers(tar)).first().isEqualTo(mine);
        assertThat(headers(tar)).extracting(TarHeader::name).containsExactly("d/", "d/a");
    }

    @Test
    void aWhiteoutTakesAwayFilesAndWholeFoldersOfLowerLayers() throws Exception {
        assertThat(lines(
                        new TarLayer()
                                .file("a", "1")
                                .file("d/e/f", "1")
                                .file("keep", "1")
                                .layer(),
                        new TarLayer().file(".wh.a", "").file(".wh.d", "").layer()))
                .containsExactly("0 keep 1");
    }

    @Test
    void whatIsMadeAnewBesideItsWhiteoutStaysWhicheverComesFirst() throws Exception {
        FlatRootfs.Layer lower = new TarLayer().file("d/old", "1").layer();

        assertThat(lines(
                        lower,
                        new TarLayer()
                                .file(".wh.d", "")
                                .folder("d/")
                                .file("d/new", "2")
                                .layer()))
                .containsExactly("5 d/", "0 d/new 2");
        assertThat(lines(
                        lower,
                        new TarLayer()
                                .folder("d/")
                                .file("d/new", "2")
                                .file(".wh.d", "")
                                .layer()))
                .containsExactly("5 d/", "0 d/new 2");
        assertThat(lines(
                        lower,
                        new TarLayer().file("d/new", "2").file(".wh.d", "").layer()))
                .containsExactly("5 d/", "0 d/new 2");
    }

    @Test
    void anOpaqueFolderHidesAllThatLowerLayersHaveInIt() throws Exception {
        FlatRootfs.Layer lower =
                new TarLayer().file("d/old", "1").file("d/e/old", "1").layer();

        assertThat(lines(
                        lower,
                        new TarLayer()
                                .file("d/new", "2")
                                .file("d/.wh..wh..opq", "")
                                .layer()))
                .containsExactly("5 d/", "0 d/new 2");
        assertThat(lines(
                        lower,
                        new TarLayer().file(".wh..wh..opq", "").file("x", "2").layer()))
                .containsExactly("0 x 2");
    }

    @Test
    void whiteoutsOfWhatIsNotThereAndBookkeepingOfOthersLeaveNothing() throws Exception {
        assertThat(lines(new TarLayer()
                        .file("no/.wh.x", "")
                        .file(".wh.y", "")
                        .file("z", "1")
                        .file(".wh..wh.plnk/1.2", "")
                        .layer()))
                .doesNotContain("0 .wh.y")
                .contains("0 z 1")
                .noneMatch(line -> line.contains(".wh.y") || line.contains("no/"));
    }

    @Test
    void aFileMayBecomeAFolderAndAFolderAFile() throws Exception {
        assertThat(lines(
                        new TarLayer()
                                .file("a", "1")
                                .file("b/c/d", "1")
                                .symlink("l", "/etc")
                                .layer(),
                        new TarLayer()
                                .file("a/x", "2")
                                .file("b", "2")
                                .file("l/passwd", "2")
                                .layer()))
                .containsExactly("5 a/", "5 l/", "0 a/x 2", "0 b 2", "0 l/passwd 2");
    }

    @Test
    void aHardLinkIntoALowerLayerIsTheSameFile() throws Exception {
        assertThat(lines(
                        new TarLayer().file("a", "one").layer(),
                        new TarLayer().hardLink("b", "a").layer()))
                .containsExactly("0 a one", "1 b a");
    }

    @Test
    void aHardLinkKeepsTheContentOfWhatIsReplacedLater() throws Exception {
        assertThat(lines(
                        new TarLayer().file("a", "one").layer(),
                        new TarLayer().hardLink("b", "/a").hardLink("c", "./b").layer(),
                        new TarLayer().file("a", "two").layer()))
                .containsExactly("0 b one", "1 c b", "0 a two");
    }

    @Test
    void ownersModesTimesAttributesAndLongNamesAreKept() throws Exception {
        String name = "long/".repeat(60) + "é";
        String bytes = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String capability = "\u0001\u0000\u0000\u0002=\n\u00ff";
        TarHeader header = new TarHeader(
                bytes,
                TarHeader.FILE,
                "",
                06755,
                3_000_000_000L,
                70_000,
                2,
                "1700000000.123456789",
                0,
                0,
                Map.of("SCHILY.xattr.security.capability", capability, "SCHILY.xattr.user.é", ""));
        TarHeader link = new TarHeader("s", TarHeader.SYMLINK, "t".repeat(300), 0777, 1, 2, 0, "-5", 0, 0, Map.of());
        List<TarHeader> headers =
                headers(flat(new TarLayer().put(header, "hi").put(link, "").layer()));

        assertThat(headers).contains(header, link);
    }

    @Test
    void devicesAndPipesAreKept() throws Exception {
        byte[] tar = flat(new TarLayer()
                .special(TarHeader.CHARACTER_DEVICE, "dev/null", "")
                .special(TarHeader.BLOCK_DEVICE, "dev/b", "")
                .special(TarHeader.PIPE, "p", "")
                .layer());

        assertThat(headers(tar))
                .filteredOn(header -> header.name().equals("dev/null"))
                .singleElement()
                .satisfies(device -> {
                    assertThat(device.type()).isEqualTo(TarHeader.CHARACTER_DEVICE);
                    assertThat(device.major()).isEqualTo(1);
                    assertThat(device.minor()).isEqualTo(3);
                });
    }

    @Test
    void theRootsOwnModeIsKeptAndNoLayersAreAnEmptyRoot() throws Exception {
        TarHeader root = TarHeader.directory("./");
        assertThat(headers(flat(new TarLayer().put(root, "").file("./a", "").layer())))
                .extracting(TarHeader::name)
                .containsExactly("./", "a");
        assertThat(headers(flat())).containsExactly(root);
    }

    @Test
    void anAbsoluteNameIsOneBelowTheRoot() throws Exception {
        assertThat(lines(new TarLayer().file("/etc//./a", "1").layer())).containsExactly("5 etc/", "0 etc/a 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../../b", "/..", "a/.."})
    void aNameThatLeadsOutIsRefused(String name) throws Exception {
        FlatRootfs.Layer hostile = new TarLayer().file(name, "1").layer();

        assertThatThrownBy(() -> flat(hostile)).isInstanceOf(IOException.class).hasMessageContaining(name);
    }

    @Test
    void aFileBelowALinkOfTheSameLayerIsRefused() throws Exception {
        FlatRootfs.Layer hostile =
                new TarLayer().symlink("l", "/etc").file("l/passwd", "1").layer();

        assertThatThrownBy(() -> flat(hostile)).isInstanceOf(IOException.class).hasMessageContaining("l/passwd");
    }

    @Test
    void aHardLinkOutOrToNothingIsRefused() throws Exception {
        for (String target : List.of("../etc/shadow", "/etc/shadow", "d", "l/x")) {
            FlatRootfs.Layer hostile = new TarLayer()
                    .folder("d/")
                    .symlink("l", "/")
                    .hardLink("a", target)
                    .layer();

            assertThatThrownBy(() -> flat(hostile)).as(target).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aWhiteoutOfTheFolderAboveIsRefused() throws Exception {
        for (String name : List.of("d/.wh...", "d/.wh..", "d/.wh.")) {
            FlatRootfs.Layer hostile = new TarLayer().file(name, "").layer();

            assertThatThrownBy(() -> flat(hostile)).as(name).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRootThatIsNoFolderIsRefused() throws Exception {
        FlatRootfs.Layer hostile = new TarLayer().symlink("./", "/etc").layer();

        assertThatThrownBy(() -> flat(hostile)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoTarOrNoneThatIsKnownIsRefused() throws Exception {
        byte[] cut = Arrays.copyOf(new TarLayer().file("a", "x".repeat(2000)).bytes(), 1000);
        byte[] noise = "noise".repeat(200).getBytes(StandardCharsets.UTF_8);
        for (byte[] hostile : List.of(cut, noise)) {
            assertThatThrownBy(() -> flat(TarLayer.of(hostile))).isInstanceOf(IOException.class);
        }
        FlatRootfs.Layer sparse = new TarLayer().special('S', "s", "").layer();
        assertThatThrownBy(() -> flat(sparse)).isInstanceOf(IOException.class).hasMessageContaining("sparse");
    }

    @Test
    void aHeaderThatSaysItIsHugeIsRefusedBeforeItIsRead() throws Exception {
        byte[] tar = new TarLayer()
                .put(new TarHeader("x", 'x', "", 0, 0, 0, 1L << 32, "0", 0, 0, Map.of()), "")
                .bytes();

        assertThatThrownBy(() -> flat(TarLayer.of(tar)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("4294967296");
    }

    @Test
    void aLayerThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        byte[] content = new TarLayer().file("a", "1").bytes();
        FlatRootfs.Layer wrong = new FlatRootfs.Layer(Digest.of("other"), () -> new ByteArrayInputStream(content));

        assertThatThrownBy(() -> flat(wrong))
                .hasMessageContaining(Digest.of("other").toString());
    }

    @Test
    void aLayerThatChangesBetweenTheTwoReadsIsRefused() throws Exception {
        byte[] first = new TarLayer().file("a", "1").bytes();
        byte[] second = new TarLayer().file("a", "2").bytes();
        AtomicInteger opened = new AtomicInteger();
        FlatRootfs.Layer changing = new FlatRootfs.Layer(
                Digest.of(first), () -> new ByteArrayInputStream(opened.getAndIncrement() == 0 ? first : second));

        assertThatThrownBy(() -> flat(changing)).isInstanceOf(IOException.class);
    }

    @Test
    void isTheSameToTheByteEachTime() throws Exception {
        FlatRootfs.Layer[] layers = {
            new TarLayer().file("b", "1").file("a", "1").folder("d/").layer(),
            new TarLayer().hardLink("c", "a").file("d/e", "2").layer()
        };

        assertThat(flat(layers)).isEqualTo(flat(layers));
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        FlatRootfs.Layer layer = new TarLayer().file("a", "1").layer();
        FlatRootfs rootfs = FlatRootfs.of(List.of(layer));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> rootfs.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }

    @Test
    void theImageOfALayoutIsReadFromItsFiles(@TempDir Path folder) throws Exception {
        byte[] layer = new TarLayer().file("a", "1").bytes();
        String config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digest.of(layer) + "\"]}}";
        try (OciLayout layout = OciLayout.open(folder.resolve("image"), List.of())) {
            layout.layer(new ByteArrayInputStream(layer));
            layout.config(config.getBytes(StandardCharsets.UTF_8));
            layout.finish();
        }
        ImageFile image = ImageFile.layout(folder.resolve("image"), ImageChoice.of(Optional.empty()));
        Path out = folder.resolve("flat.tar");
        try (OutputStream to = Files.newOutputStream(out)) {
            image.flattened().writeTo(to);
        }

        assertThat(headers(Files.readAllBytes(out))).extracting(TarHeader::name).containsExactly("a");
    }
}
