package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images on LXD as {@code lxc image} shows them, and those that others have brought there as bases. */
class LxdArtifactIT {

    private static final String ROOTFS = Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS");

    private static final String REST = """
            env: {E2E: NONCE}
            install: [echo NONCE > /hello]
            artifact: {repo: e2e/NONCE, tags: [latest, "1.0"], cmd: [cat, /hello]}
            """;

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private Built builds() {
        stranger.manifest("base: {rootfs: " + ROOTFS + "}\n" + REST);
        return stranger.builds("--engine", "lxd");
    }

    private void shell(String script) {
        stranger.startsCommand(stranger.project(), List.of("sh", "-ec", script))
                .ended()
                .exits(0);
    }

    private JsonObject image(String alias) {
        return Lxd.images().stream()
                .filter(image -> Lxd.aliases(image).contains(alias))
                .findFirst()
                .orElseThrow();
    }

    /** The beginning of an image's file, as hexadecimal digits. */
    private String head(String alias) throws IOException {
        Path folder = Files.createDirectories(stranger.root().resolve("file"));
        Lxd.lxc("image", "export", alias, folder.resolve("image").toString());
        List<Path> files = Stranger.names(folder).stream().map(folder::resolve).toList();
        assertThat(files).hasSize(1);
        try (InputStream in = Files.newInputStream(files.get(0))) {
            return HexFormat.of().formatHex(in.readNBytes(4));
        } finally {
            Files.delete(files.get(0));
        }
    }

    @Test
    void namesArePropertiesAndAliasesAndNothingIsCompressedOrExpires() throws IOException {
        builds();

        assertThat(Lxd.lxc("image", "list", stranger.image(), "-f", "csv", "-c", "l")
                        .lines()
                        .toList())
                .singleElement()
                .asString()
                .contains(stranger.image());
        assertThat(Lxd.aliases(image(stranger.image())))
                .containsExactlyInAnyOrder(stranger.image(), stranger.image() + "/1.0");
        assertThat(Lxd.lxc("image", "info", stranger.image() + "/1.0"))
                .contains("Expires: never", "Public: no", "oci.config: {", "\"Cmd\":[\"cat\",\"/hello\"]")
                .doesNotContain("dev.chandler");
        assertThat(head(stranger.image())).as("the name of the first file").isEqualTo("6d657461");
    }

    @ParameterizedTest
    @CsvSource({"zstd, 28b52ffd", "gzip, 1f8b0800"})
    void anImageIsCompressedWhereThatIsAskedForAndIsStillTheSame(String compression, String head) throws IOException {
        Built plain = builds();
        stranger.runs("export", stranger.image(), "--engine", "lxd", "--to", "oci:../plain")
                .exits(0);

        stranger.with("CHANDLER_LXD_COMPRESSION", compression);
        Built compressed = builds();
        stranger.runs("export", stranger.image(), "--engine", "lxd", "--to", "oci:../compressed")
                .exits(0);

        assertThat(compressed.image()).isNotEqualTo(plain.image());
        assertThat(compressed.ran()).isEmpty();
        assertThat(head(stranger.image()).substring(0, 6)).isEqualTo(head.substring(0, 6));
        assertThat(builds().image()).as("and is found again").isEqualTo(compressed.image());
        shell("diff -r ../plain ../compressed");
    }

    @Test
    void anImageIsKeptForAsLongAsIsAskedSinceItWasLastWanted() {
        stranger.with("CHANDLER_LXD_EXPIRY", "30d");
        Built first = builds();
        assertThat(expires()).isBetween(in(29), in(31));

        stranger.with("CHANDLER_LXD_EXPIRY", "60d");
        Built second = builds();

        assertThat(second.image()).isEqualTo(first.image());
        assertThat(expires()).isBetween(in(59), in(61));
        assertThat(Lxd.lxc("image", "info", stranger.image())).contains("\"Cmd\":[\"cat\",\"/hello\"]");
    }

    private Instant expires() {
        return Instant.parse(image(stranger.image()).get("expires_at").getAsString());
    }

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    @Test
    void whatCannotBeIsThree() {
        stranger.manifest("base: {rootfs: " + ROOTFS + "}\n" + REST);

        stranger.with("CHANDLER_LXD_COMPRESSION", "best")
                .runs("build", "--engine", "lxd")
                .exits(3)
                .says("CH-ENGINE-094", "\"best\"", "none, zstd, gzip");
    }

    /** Images as distributions give them out: one archive, or metadata and a file system apart. */
    @ParameterizedTest
    @CsvSource({
        "unified.tar.gz, tar czf unified.tar.gz metadata.yaml rootfs",
        "'metadata.tar rootfs.tar', tar cf metadata.tar metadata.yaml; tar cf rootfs.tar -C rootfs .",
        "'metadata.tar rootfs.squashfs', tar cf metadata.tar metadata.yaml; mksquashfs rootfs rootfs.squashfs -quiet -no-progress"
    })
    void imagesThatOthersHaveBroughtAreBasesInAnyForm(String files, String script) {
        stranger.manifest("base: {rootfs: " + ROOTFS + "}\n" + REST);
        stranger.runs("build", "--engine", "docker").exits(0);
        WholeImage wanted = WholeImage.of(stranger.image(), stranger.root());
        String alias = stranger.image() + "-brought";
        shell("mkdir rootfs; tar xpf " + ROOTFS + " --numeric-owner -C rootfs; "
                + "echo '{architecture: x86_64, creation_date: 1, properties: {os: " + stranger.nonce()
                + "}}' > metadata.yaml; " + script);
        shell("LXD_DIR=" + Lxd.folder() + " lxc image import " + files + " --alias " + alias);

        String name = stranger.image() + "-lxd";
        stranger.manifest("base: " + alias + "\n" + REST);
        stranger.runs("build", "--engine", "lxd", "--tag", name, "--output", "docker-archive:../built.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("built.tar").toString());

        assertThat(wanted.differences(WholeImage.of(name, stranger.root()))).isEmpty();
        assertThat(Lxd.lxc("image", "info", name)).contains("os: " + stranger.nonce());
        stranger.runs("export", alias, "--engine", "lxd", "--to", "oci:../base").exits(0);
    }
}
