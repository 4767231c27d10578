package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as the kernel's overlayfs has them, by GNU tar; needs root. */
@Timeout(120)
class OverlayLayersIT {

    private static final Instant LATEST = Instant.ofEpochSecond(1_600_000_000);
    private static final GnuTar TAR = new GnuTar(List.of());

    @TempDir
    Path room;

    private List<Path> unpacked(List<FlatRootfs.Layer> layers) throws IOException {
        OverlayLayers overlay = new OverlayLayers(layers, OverlayForm.TRUSTED);
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            int number = i;
            Path folder = Files.createTempDirectory(room, "layer");
            Files.setAttribute(folder, "unix:mode", 0755);
            TAR.unpack(out -> overlay.write(number, Long.MAX_VALUE, out), folder);
            folders.add(0, folder);
        }
        return folders;
    }

    private Map<String, String> mounted(List<FlatRootfs.Layer> layers) throws Exception {
        try (OverlayMount mount = OverlayMount.of(unpacked(layers), upper(), room)) {
            return OverlayMount.tree(mount.root());
        }
    }

    private Path upper() throws IOException {
        Path upper = Files.createTempDirectory(room, "upper");
        Files.setAttribute(upper, "unix:mode", 0755);
        return upper;
    }

    private Map<String, String> flat(List<FlatRootfs.Layer> layers) throws IOException {
        Path folder = Files.createTempDirectory(room, "flat");
        Files.setAttribute(folder, "unix:mode", 0755);
        TAR.unpack(FlatRootfs.of(layers)::writeTo, folder);
        return OverlayMount.tree(folder);
    }

    private FlatRootfs.Layer packed(Path upper) throws IOException {
        try (InputStream in = OverlayPacking.open(TAR, upper, LATEST, path -> true)) {
            return TarLayer.of(in.readAllBytes());
        }
    }

    private static FlatRootfs.Layer base() throws IOException {
        TarHeader able = TarHeader.file("bin/able", 1)
                .attributed(Map.of(
                        "SCHILY.xattr.security.capability",
                        "\u0001\u0000\u0000\u0002\u0000\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
                                + "\u0000\u0000\u0000"));
        return new TarLayer()
                .folder("bin/")
                .put(able.owned(0, 0, 04755), "x")
                .folder("d/")
                .file("d/a", "1")
                .file("d/b", "1")
                .hardLink("d/c", "d/b")
                .symlink("link", "d")
                .folder("d/e/")
                .file("d/e/f", "1")
                .put(TarHeader.file("secret", 2).owned(33, 44, 0), "no")
                .special(TarHeader.PIPE, "pipe", "")
                .layer();
    }

    @Test
    void whatIsMountedIsWhatTheLayersSay() throws Exception {
        List<FlatRootfs.Layer> layers = List.of(
                base(),
                new TarLayer()
                        .folder("d/")
                        .file("d/.wh.a", "")
                        .file("d/e/.wh..wh..opq", "")
                        .file("d/e/new", "2")
                        .layer(),
                new TarLayer().file("d/a", "3").file("link/x", "3").layer());

        Map<String, String> mounted = mounted(layers);

        assertThat(mounted).isEqualTo(flat(layers));
        assertThat(mounted.get("./bin/able")).contains("4755").contains("security.capability");
        assertThat(mounted).doesNotContainKeys("./d/e/f").containsKeys("./d/a", "./link/x", "./d/e/new");
    }

    /** Layers of which nobody has thought: the two ways to lay them on each other have to agree. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsMountedIsWhatAnyLayersSay(int seed) throws Exception {
        Random random = new Random(seed);
        List<FlatRootfs.Layer> layers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            layers.add(new RandomLayer(random).layer());
        }

        assertThat(mounted(layers)).as("seed %d", seed).isEqualTo(flat(layers));
    }

    @Test
    void whatABuildLeavesComesBackAsItWas() throws Exception {
        List<FlatRootfs.Layer> layers = new ArrayList<>(List.of(base()));
        Path upper = upper();
        Map<String, String> left;
        try (OverlayMount mount = OverlayMount.of(unpacked(layers), upper, room)) {
            mount.sh(
                    "rm d/a d/e/f secret; rm -r d/e; mkdir d/e; echo new > d/e/g; ln d/e/g twice; chown 7:8 d/b; rm link;"
                            + " mkdir link; echo x > link/x; mkfifo p2; mknod dev c 1 3; chmod 1777 d; mv bin/able bin/other;"
                            + " printf x > \"$(printf 'n\\303\\244m\\377\\nx')\"; mkdir -p deep/er; ln -s /nowhere deep/er/l");
            left = OverlayMount.tree(mount.root());
        }

        layers.add(packed(upper));

        assertThat(mounted(layers)).isEqualTo(left);
        assertThat(flat(layers)).isEqualTo(left);
    }

    @Test
    void aLayerHasTheSameDigestOnAnotherDayInAnotherFolder() throws Exception {
        List<Digest> digests = new ArrayList<>();
        for (String script : List.of("touch b a; rm d/a", "rm d/a; touch a; touch -d 2020-01-01 x; rm x; touch b")) {
            Path upper = upper();
            try (OverlayMount mount = OverlayMount.of(unpacked(List.of(base())), upper, room)) {
                mount.sh(script);
            }
            digests.add(packed(upper).diffId());
        }

        assertThat(digests.get(1)).isEqualTo(digests.get(0));
    }

    @Test
    void aThousandLevelsAreUnpacked() throws Exception {
        String deep = String.join("/", Collections.nCopies(1000, "a"));

        Path folder = unpacked(List.of(new TarLayer().file(deep, "1").layer())).get(0);

        assertThat(folder.resolve(deep)).hasContent("1");
        OverlayMount.run("rm", "-rf", folder.toString());
    }

    @Test
    void whatTarCannotUnpackIsToldInItsWords() throws Exception {
        Path file = Files.createFile(room.resolve("file"));
        OverlayLayers layers = new OverlayLayers(List.of(base()), OverlayForm.TRUSTED);

        assertThatThrownBy(() -> TAR.unpack(out -> layers.write(0, Long.MAX_VALUE, out), file))
                .hasMessageContaining("tar could not unpack all of it")
                .hasMessageContaining("Not a directory");
    }

    @Test
    void whatIsWrongWithALayerIsToldThoughTarIsUnhappyToo() throws Exception {
        Path folder = Files.createTempDirectory(room, "layer");

        assertThatThrownBy(() -> TAR.unpack(
                        out -> {
                            out.write(new TarLayer().header(TarHeader.file("a", 5000)));
                            throw new IOException("the layer is broken");
                        },
                        folder))
                .hasMessage("the layer is broken");
    }
}
