package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All that a build can start from besides an image on the engine. */
class BasesIT {

    private static final Path ROOTFS = Path.of(Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"));

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aRootfsArchive() throws IOException {
        Files.copy(ROOTFS, stranger.project().resolve("rootfs.tar"));
        stranger.manifest("{rootfs: rootfs.tar}", "install: [echo hello > /hello]\nscript: [grep hello /hello]\n");

        Built first = stranger.builds();
        Built second = stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/hello")).isEqualTo("hello");
        assertThat(Docker.config(stranger.image()).get("Cmd")).isEqualTo(JsonNull.INSTANCE);
        assertThat(second.instances()).isZero();
        assertThat(second.image()).isEqualTo(first.image());
    }

    @Test
    void anImportedBaseIsListedAsSuch() throws IOException {
        Files.copy(ROOTFS, stranger.project().resolve("rootfs.tar"));
        stranger.manifest("{rootfs: rootfs.tar}", "install: [echo hello > /hello]\n");
        stranger.builds();

        assertThat(stranger.runs("cache", "ls").exits(0).out().lines())
                .anyMatch(line -> line.matches("base +[0-9.]+ MB +- .*"));
    }

    @Test
    void aCompressedRootfsArchive() throws IOException {
        try (OutputStream gzip =
                new GZIPOutputStream(Files.newOutputStream(stranger.project().resolve("rootfs.tar.gz")))) {
            Files.copy(ROOTFS, gzip);
        }
        stranger.manifest("{rootfs: rootfs.tar.gz}", "install: [echo hello > /hello]\n");

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/hello")).isEqualTo("hello");
    }

    @Test
    void aChangedRootfsArchiveIsAnotherBase() throws IOException {
        Path rootfs = Files.copy(ROOTFS, stranger.project().resolve("rootfs.tar"));
        stranger.manifest("{rootfs: rootfs.tar}", "install: [echo hello > /hello]\n");
        stranger.builds();

        Files.write(rootfs, tar("added", "more"));
        stranger.manifest("{rootfs: rootfs.tar}", "install: [copy: {from: chandler.yml, to: /}]\n");
        Built built = stranger.builds();

        assertThat(built.hit()).isEmpty();
        assertThat(ImageTree.of(stranger.image()))
                .containsKeys("added", "chandler.yml")
                .doesNotContainKey("bin/busybox");
    }

    @Test
    void aFileThatIsNoArchive() {
        stranger.file("rootfs.tar", "this is no archive\n");
        stranger.manifest("{rootfs: rootfs.tar}", "install: [echo hello > /hello]\n");

        Ended ended = stranger.runs("build");

        assertThat(ended.exitCode()).as(ended::toString).isIn(2, 3);
        assertThat(ended.err()).contains("rootfs.tar").doesNotContain("Exception");
    }

    @Test
    void anOciLayout() throws IOException {
        layout(stranger.project().resolve("layout"));
        stranger.manifest("{oci: layout}", "install: ['echo $GREETING > /hello']\n");

        Built first = stranger.builds();
        Built second = stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/hello")).isEqualTo("from the layout");
        assertThat(Docker.config(stranger.image()).get("Cmd").toString()).isEqualTo("[\"sh\",\"-c\",\"true\"]");
        assertThat(Docker.config(stranger.image()).get("Labels").toString()).isEqualTo("{\"org.example\":\"kept\"}");
        assertThat(second.instances()).isZero();
        assertThat(second.image()).isEqualTo(first.image());
    }

    @Test
    void scratchWithFilesAlone() {
        stranger.file("site/index.html", "<p>hello</p>\n");
        stranger.manifest("""
                base: scratch
                install:
                  - copy: {from: site, to: /srv/NONCE, owner: "7:8", mode: "0640"}
                artifact: {repo: e2e/NONCE, cmd: [/serve], labels: {a: b}}
                """);

        Built built = stranger.builds();

        String file = "srv/" + stranger.nonce() + "/index.html";
        assertThat(ImageTree.of(stranger.image())).containsKey(file);
        assertThat(ImageTree.of(stranger.image()).get(file)).startsWith("0 640 7:8 ");
        assertThat(Docker.config(stranger.image()).get("Cmd").toString()).isEqualTo("[\"/serve\"]");
        assertThat(stranger.daemonEvents(built.id(), "start"))
                .as("nothing can run in it")
                .isEmpty();
        assertThat(stranger.builds().instances()).isZero();
    }

    @Test
    void aTestOnScratchWithoutAnyShellIsAProblemOfTheManifest() {
        stranger.manifest("base: scratch\ninstall:\n  - copy: {from: chandler.yml, to: /}\nscript:\n  - test -e /\n");

        stranger.with("CHANDLER_SHELL", "/none")
                .runs("build")
                .exits(2)
                .says("chandler.yml:5:5", "scratch", "/none: not there", "busybox-static");
    }

    /** An OCI image layout of one layer, as the specification has it. */
    private static void layout(Path folder) throws IOException {
        byte[] layer = Files.readAllBytes(ROOTFS);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(layer);
        }
        String config = """
                {"architecture":"ARCH","os":"linux","config":{"Env":["PATH=/bin","GREETING=from the layout"],
                "Cmd":["sh","-c","true"],"Labels":{"org.example":"kept"}},
                "rootfs":{"type":"layers","diff_ids":["sha256:DIFF"]}}
                """.replace("ARCH", Docker.docker("version", "-f", "{{.Server.Arch}}"))
                .replace("DIFF", sha256(layer));
        String manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json",CONFIG},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",LAYER}]}
                """.replace("CONFIG", blob(folder, config.getBytes(StandardCharsets.UTF_8)))
                .replace("LAYER", blob(folder, compressed.toByteArray()));
        String index = """
                {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",MANIFEST}]}
                """.replace("MANIFEST", blob(folder, manifest.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("index.json"), index);
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    /** Adds a blob and gives the rest of its descriptor. */
    private static String blob(Path folder, byte[] content) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        Files.write(blobs.resolve(sha256(content)), content);
        return "\"digest\":\"sha256:" + sha256(content) + "\",\"size\":" + content.length;
    }

    private static byte[] tar(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(text.length());
            tar.putArchiveEntry(entry);
            tar.write(text.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
