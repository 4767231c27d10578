package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayLayersTest {

    private static final long ROOM = 1 << 20;

    /** Each file of the highest layer as one line: its type, name, link, number, and whether it is opaque. */
    private static List<String> lines(FlatRootfs.Layer... layers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OverlayLayers(Arrays.asList(layers), OverlayForm.TRUSTED).write(layers.length - 1, ROOM, out);
        return headers(out.toByteArray()).stream().map(OverlayLayersTest::line).toList();
    }

    private static List<TarHeader> headers(byte[] tar) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        List<TarHeader> headers = new ArrayList<>();
        for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            headers.add(next.get());
        }
        return headers;
    }

    private static String line(TarHeader header) {
        String opaque = String.valueOf(header.attributes().get("SCHILY.xattr.trusted.overlay.opaque"));
        String device = header.type() == TarHeader.CHARACTER_DEVICE ? header.major() + "/" + header.minor() : "";
        return (header.type() + " " + header.name() + " " + header.link() + device
                        + (opaque.equals("y") ? "opaque" : ""))
                .strip();
    }

    private static FlatRootfs.Layer lower() throws IOException {
        return new TarLayer()
                .folder("d/")
                .file("d/a", "1")
                .file("d/b", "1")
                .folder("e/")
                .file("e/f", "1")
                .file("top", "1")
                .layer();
    }

    @Test
    void whatIsGoneBecomesADevice() throws Exception {
        assertThat(lines(
                        lower(), new TarLayer().folder("d/").file("d/.wh.a", "").layer()))
                .containsExactly("5 d/", "3 d/a 0/0");
        assertThat(lines(lower(), new TarLayer().file(".wh.e", "").layer())).containsExactly("3 e 0/0");
    }

    @Test
    void whatWasNeverThereLeavesNothing() throws Exception {
        assertThat(lines(
                        lower(),
                        new TarLayer().file("no/.wh.x", "").file(".wh.y", "").layer()))
                .isEmpty();
        assertThat(lines(new TarLayer().folder("d/").file("d/.wh.a", "").layer()))
                .containsExactly("5 d/");
        assertThat(lines(new TarLayer().folder("d/").file("d/.wh..wh..opq", "").layer()))
                .containsExactly("5 d/");
    }

    @Test
    void aFolderThatHidesAllBelowItIsOpaque() throws Exception {
        assertThat(lines(
                        lower(),
                        new TarLayer()
                                .folder("d/")
                                .file("d/.wh..wh..opq", "")
                                .file("d/.wh.a", "")
                                .file("d/new", "2")
                                .layer()))
                .containsExactly("5 d/ opaque", "0 d/new");
    }

    @Test
    void whatIsMadeAnewBesideItsWhiteoutIsOpaqueWhicheverComesFirst() throws Exception {
        List<String> opaque = List.of("5 d/ opaque", "0 d/new");

        assertThat(lines(
                        lower(),
                        new TarLayer()
                                .file(".wh.d", "")
                                .folder("d/")
                                .file("d/new", "2")
                                .layer()))
                .isEqualTo(opaque);
        assertThat(lines(
                        lower(),
                        new TarLayer()
                                .folder("d/")
                                .file("d/new", "2")
                                .file(".wh.d", "")
                                .layer()))
                .isEqualTo(opaque);
        assertThat(lines(
                        lower(),
                        new TarLayer().file("top", "2").file(".wh.top", "").layer()))
                .containsExactly("0 top");
    }

    @Test
    void ofTheRootEachNameIsTakenAwayByItself() throws Exception {
        assertThat(lines(
                        lower(),
                        new TarLayer()
                                .file(".wh..wh..opq", "")
                                .folder("e/")
                                .file("new", "2")
                                .layer()))
                .containsExactly("5 e/ opaque", "3 d 0/0", "3 top 0/0", "0 new");
    }

    @Test
    void aFolderThatIsOnlyImpliedIsAsItIsBelow() throws Exception {
        TarHeader mine = new TarHeader("d/", TarHeader.DIRECTORY, "", 01770, 7, 8, 0, "5", 0, 0, Map.of());
        FlatRootfs.Layer lower = new TarLayer().put(mine, "").layer();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new OverlayLayers(List.of(lower, new TarLayer().file("d/e/new", "2").layer()), OverlayForm.TRUSTED)
                .write(1, ROOM, out);

        assertThat(headers(out.toByteArray()))
                .startsWith(mine, TarHeader.directory("d/e/"))
                .hasSize(3);
    }

    @Test
    void layersInTheirOrderGiveTheSameAsEachByItself() throws Exception {
        List<FlatRootfs.Layer> layers = List.of(
                lower(),
                new TarLayer().file("d/.wh.a", "").file("d/c", "2").layer(),
                new TarLayer()
                        .file("d/.wh.c", "")
                        .file("d/.wh.b", "")
                        .file("d/a", "3")
                        .layer());
        OverlayLayers inTurn = new OverlayLayers(layers, OverlayForm.TRUSTED);

        for (int i = 0; i < layers.size(); i++) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            ByteArrayOutputStream other = new ByteArrayOutputStream();
            inTurn.write(i, ROOM, one);
            new OverlayLayers(layers, OverlayForm.TRUSTED).write(i, ROOM, other);
            assertThat(one.toByteArray()).isEqualTo(other.toByteArray());
        }
    }

    @Test
    void ofNamesThatStandTwiceTheLastCountsAndFoldersGiveWay() throws Exception {
        assertThat(lines(new TarLayer()
                        .file("a", "1")
                        .file("a", "2")
                        .file("b", "1")
                        .folder("b/")
                        .file("b/c", "1")
                        .folder("d/")
                        .file("d/e", "1")
                        .file("d", "2")
                        .layer()))
                .containsExactly("5 b/", "0 a", "0 b/c", "0 d");
    }

    @Test
    void namesOfOneFileStayNamesOfOneFile() throws Exception {
        assertThat(lines(new TarLayer().file("z", "1").hardLink("a", "z").layer()))
                .containsExactly("0 a", "1 z a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/../x", "a/.."})
    void namesThatLeadOutAreRefused(String name) {
        assertThatThrownBy(() -> lines(new TarLayer().file(name, "1").layer())).hasMessageContaining("leads out");
        assertThatThrownBy(() ->
                        lines(new TarLayer().file("f", "1").hardLink("x", name).layer()))
                .hasMessageContaining("leads out");
    }

    @Test
    void absoluteNamesAreBelowTheRoot() throws Exception {
        assertThat(lines(new TarLayer().file("/etc/passwd", "1").layer())).containsExactly("5 etc/", "0 etc/passwd");
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheLayer() {
        assertThatThrownBy(() -> lines(new TarLayer()
                        .symlink("a", "/etc")
                        .file("a/passwd", "x")
                        .layer()))
                .hasMessageContaining("below what is no folder");
        assertThatThrownBy(() -> lines(new TarLayer()
                        .symlink("a", "/etc")
                        .hardLink("b", "a/passwd")
                        .layer()))
                .hasMessageContaining("not there");
    }

    @Test
    void namesLongerThanThoseOfFilesAreRefused() {
        assertThatThrownBy(() ->
                        lines(new TarLayer().file("a/".repeat(2100) + "f", "1").layer()))
                .hasMessageContaining("longer than a path");
        assertThatThrownBy(() -> lines(new TarLayer().file("x".repeat(256), "1").layer()))
                .hasMessageContaining("longer name");
    }

    @Test
    void whatHasNoRoomIsRefusedBeforeItIsRead() {
        TarHeader huge = TarHeader.file("huge", 1L << 40);

        assertThatThrownBy(() -> lines(new FlatRootfs.Layer(
                        Digest.of("none"), () -> new ByteArrayInputStream(new TarLayer().header(huge)))))
                .hasMessageContaining("larger than the " + ROOM);
    }

    @Test
    void attributesOfOverlayfsAreNotALayersToSay() throws Exception {
        Map<String, String> attributes = Map.of(
                "SCHILY.xattr.trusted.overlay.redirect", "/etc",
                "SCHILY.xattr.user.overlay.opaque", "y",
                "SCHILY.xattr.security.capability", "\u0001",
                "SCHILY.xattr.user.mine", "1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlatRootfs.Layer layer = new TarLayer()
                .put(TarHeader.directory("d/").attributed(attributes), "")
                .put(TarHeader.file("f", 0).attributed(attributes), "")
                .layer();

        new OverlayLayers(List.of(layer), OverlayForm.USER).write(0, ROOM, out);

        assertThat(headers(out.toByteArray()))
                .hasSize(2)
                .allSatisfy(header -> assertThat(header.attributes())
                        .containsOnlyKeys("SCHILY.xattr.security.capability", "SCHILY.xattr.user.mine"));
    }

    @Test
    void anotherContentThanThatOfTheDigestIsRefused() throws Exception {
        byte[] content = new TarLayer().file("a", "1").bytes();
        FlatRootfs.Layer lie = new FlatRootfs.Layer(Digest.of("other"), () -> new ByteArrayInputStream(content));

        assertThatThrownBy(() -> new OverlayLayers(List.of(lie), OverlayForm.TRUSTED)
                        .write(0, ROOM, OutputStream.nullOutputStream()))
                .hasMessageContaining("not that of this digest");
    }
}
