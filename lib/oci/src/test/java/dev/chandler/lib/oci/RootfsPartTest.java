package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RootfsPartTest {

    private static FlatRootfs flat(FlatRootfs.Layer... layers) throws IOException {
        return FlatRootfs.of(Arrays.asList(layers));
    }

    private static TarLayer app() throws IOException {
        return new TarLayer()
                .folder("app/")
                .put(new TarHeader("app/tool", '0', "", 04750, 12, 34, 4, "77", 0, 0, Map.of()), "tool")
                .file("app/text", "text")
                .symlink("app/link", "text")
                .hardLink("app/again", "app/text")
                .file("apple", "1");
    }

    private static List<String> lines(RootfsPart part, String name, UnaryOperator<TarHeader> form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.writeTo(out, name, form);
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        List<String> lines = new ArrayList<>();
        for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            TarHeader header = next.get();
            lines.add("%s %s%s %o %d:%d"
                    .formatted(
                            header.type(),
                            header.name(),
                            header.link().isEmpty() ? "" : " to " + header.link(),
                            header.mode(),
                            header.uid(),
                            header.gid()));
        }
        return lines;
    }

    private static RootfsPart part(String path, FlatRootfs.Layer... layers) throws IOException {
        return flat(layers).part(path).orElseThrow();
    }

    @Test
    void aFolderIsWhatLiesBelowItUnderAnotherName() throws IOException {
        RootfsPart part = part("app", app().layer());

        assertThat(part.isFolder()).isTrue();
        assertThat(lines(part, "", header -> header))
                .containsExactly(
                        "0 tool 4750 12:34", "0 again 644 0:0", "1 text to again 644 0:0", "2 link to text 644 0:0");
        assertThat(lines(part, "srv", header -> header)).startsWith("5 srv/ 755 0:0", "0 srv/tool 4750 12:34");
    }

    @Test
    void aFileIsAloneAndCalledAsIsWanted() throws IOException {
        RootfsPart part = part("app/tool", app().layer());

        assertThat(part.isFolder()).isFalse();
        assertThat(part.file().orElseThrow().type()).isEqualTo(TarHeader.FILE);
        assertThat(lines(part, "other", header -> header.owned(1, 2, 0600))).containsExactly("0 other 600 1:2");
    }

    @Test
    void whatIsNotThereIsNothingAlsoBehindALinkOrWithALikeName() throws IOException {
        FlatRootfs rootfs = flat(app().symlink("way", "app").layer());

        assertThat(rootfs.part("ap")).isEmpty();
        assertThat(rootfs.part("way/text")).isEmpty();
        assertThat(rootfs.part("way").orElseThrow().file().orElseThrow().type()).isEqualTo(TarHeader.SYMLINK);
        assertThat(rootfs.part("").orElseThrow().isFolder()).isTrue();
    }

    @Test
    void theDigestIsThatOfTheContentWhateverLayerHasItAndWhenever() throws IOException {
        FlatRootfs.Layer text =
                new TarLayer().folder("app/").file("app/text", "text").layer();
        FlatRootfs.Layer tool = new TarLayer()
                .put(new TarHeader("app/tool", '0', "", 0755, 0, 0, 1, "5", 0, 0, Map.of()), "1")
                .layer();
        FlatRootfs.Layer later = new TarLayer()
                .put(new TarHeader("app/tool", '0', "", 0755, 0, 0, 1, "9", 0, 0, Map.of()), "1")
                .file("other", "2")
                .layer();

        assertThat(part("app", text, tool).digest())
                .isEqualTo(part("app", tool, text).digest())
                .isEqualTo(part("app", text, later).digest());
    }

    @Test
    void theDigestIsAnotherForAnotherNameModeOwnerLinkOrContent() throws IOException {
        assertThat(List.of(
                        digest(new TarLayer().file("app/a", "1")),
                        digest(new TarLayer().file("app/b", "1")),
                        digest(new TarLayer().file("app/a", "2")),
                        digest(new TarLayer().symlink("app/a", "1")),
                        digest(new TarLayer().symlink("app/a", "2")),
                        digest(new TarLayer()
                                .put(new TarHeader("app/a", '0', "", 0600, 0, 0, 1, "0", 0, 0, Map.of()), "1")),
                        digest(new TarLayer()
                                .put(new TarHeader("app/a", '0', "", 0644, 1, 0, 1, "0", 0, 0, Map.of()), "1")),
                        digest(new TarLayer().file("app/a", "1").file("app/b", "1")),
                        digest(new TarLayer().file("app/a", "1").hardLink("app/b", "app/a")),
                        digest(new TarLayer().file("app/a", "1").folder("app/b/"))))
                .doesNotHaveDuplicates();
    }

    private static String digest(TarLayer layer) throws IOException {
        return part("app", layer.layer()).digest().toString();
    }
}
