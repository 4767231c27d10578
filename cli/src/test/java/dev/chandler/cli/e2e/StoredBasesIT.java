package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bases that are images in files: whatever file an image is in and whichever engine builds on it, what comes of it is what
 * Docker makes of the image itself.
 */
class StoredBasesIT {

    /** An image of several layers that change and remove what is below, with all that a config can say. */
    private static final String BASE =
            "base: {rootfs: " + Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS") + "}\n" + """
            env: {E2E: NONCE}
            install:
              - printf NONCE > /out; chmod 4750 /out; chown 12:34 /out; ln -s out /link; mkdir -p /d/e /v; touch /d/e/f
              - rm /link; ln /out /hard; mkfifo -m 0622 /pipe; rm -r /home /d/e; mkdir /d/e; touch /d/e/g
            artifact:
              repo: e2e/NONCE
              entrypoint: []
              cmd: [/bin/sh]
              env: {A: "b c"}
              user: "12:34"
              workdir: /d/e
              labels: {team: ä}
              ports: [80/tcp]
              volumes: [/v]
              stop-signal: SIGINT
              healthcheck: {test: [/bin/true], interval: 5s}
            """;

    private static final String STEPS = """
            env: {E2E: NONCE}
            install:
              - {run: "id -u > /id; rm /hard; touch /d/e/h", user: root}
            """;

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    @BeforeEach
    void makeImage() {
        stranger.manifest(BASE);
        stranger.builds("--engine", "docker");
    }

    private String file(String name) {
        return stranger.project().resolve(name).toString();
    }

    private void shell(String script) {
        stranger.startsCommand(stranger.project(), List.of("sh", "-ec", script))
                .ended()
                .exits(0);
    }

    private void write(String kind) {
        switch (kind) {
            case "saved" -> Docker.docker("save", "-o", file("image"), stranger.image());
            case "compressed" -> {
                Docker.docker("save", "-o", file("plain"), stranger.image());
                shell("gzip -1 -c plain > image; rm plain");
            }
            case "legacy" -> {
                Docker.docker("save", "-o", file("image"), stranger.image());
                shell("mkdir files; tar xf image -C files; rm files/*.json; tar cf image -C files .");
            }
            case "ours" ->
                stranger.runs("export", stranger.image(), "--engine", "docker", "--to", "docker-archive:image")
                        .exits(0);
            default -> {
                Docker.docker("save", "-o", file("plain"), stranger.image());
                shell("skopeo --insecure-policy copy -q --dest-compress --dest-compress-format " + kind
                        + " docker-archive:plain oci:image:1.0; rm plain");
            }
        }
    }

    /** What Docker makes of the image itself. */
    private WholeImage wanted() {
        stranger.manifest("base: " + stranger.image() + "\n" + STEPS);
        stranger.runs("build", "--engine", "docker", "--tag", stranger.image() + "-wanted")
                .exits(0);
        return WholeImage.of(stranger.image() + "-wanted", stranger.root());
    }

    private WholeImage built(String base, String engine) {
        String name = stranger.image() + "-" + engine;
        stranger.manifest("base: " + base + "\n" + STEPS);
        // Not from what was kept when it was built of the image itself: it is the same base.
        stranger.runs(
                        "build",
                        "--no-cache",
                        "--engine",
                        engine,
                        "--tag",
                        name,
                        "--output",
                        "docker-archive:../built.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("built.tar").toString());
        return WholeImage.of(name, stranger.root());
    }

    /**
     * What is not the same. Of an image that it has itself Docker names what the config leaves out, too; OCI's have no
     * healthcheck.
     */
    private static List<String> differences(WholeImage wanted, WholeImage built, String key) {
        return wanted.differences(built).stream()
                .filter(line -> !line.matches("config [A-Za-z]+: (false|\"\"|null) \\| null"))
                .filter(line -> !(key.equals("oci") && line.startsWith("config Healthcheck: ")))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "saved, docker-archive",
        "compressed, docker-archive",
        "legacy, docker-archive",
        "ours, docker-archive",
        "gzip, oci",
        "zstd, oci"
    })
    void theFileStandsForTheImage(String kind, String key) {
        WholeImage wanted = wanted();
        write(kind);
        String base = "{" + key + ": image}";

        assertThat(differences(wanted, built(base, "docker"), key)).isEmpty();
        assertThat(differences(wanted, built(base, "lxd"), key)).isEmpty();
    }

    @Test
    void theLayersThatSkopeoCompressesWithZstdAre() {
        write("zstd");

        shell("test \"$(head -c 4 -q image/blobs/sha256/* | od -An -tx1 | grep -c '28 b5 2f fd')\" -gt 0");
        shell("grep -q tar+zstd image/blobs/sha256/*");
    }

    @ParameterizedTest
    @CsvSource({"docker", "lxd"})
    void nothingChangedNeedsNoInstance(String engine) {
        write("saved");
        stranger.manifest("base: {docker-archive: image}\n" + STEPS + "artifact: {repo: e2e/NONCE-again}\n");
        Built first = stranger.builds("--engine", engine);

        Built second = stranger.builds("--engine", engine);

        assertThat(second.image()).isEqualTo(first.image());
        assertThat(second.ran()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"docker", "lxd"})
    void ofSeveralImagesInAnArchiveTheNameSaysWhich(String engine) {
        String other = stranger.image() + "-other";
        stranger.manifest(
                "base: " + stranger.image() + "\nenv: {E2E: NONCE}\ninstall: [{run: touch /other, user: root}]\n");
        stranger.runs("build", "--engine", "docker", "--tag", other).exits(0);
        Docker.docker("save", "-o", file("image"), stranger.image(), other);
        stranger.manifest("base: {docker-archive: image}\n" + STEPS);
        stranger.runs("build", "--engine", engine)
                .exits(3)
                .says(
                        "CH-ENGINE-093",
                        stranger.image() + ":latest for linux/",
                        other + ":latest for linux/",
                        "image: NAME");

        stranger.manifest("base: {docker-archive: image, image: NONE}\n" + STEPS);
        stranger.runs("build", "--engine", engine).exits(3).says("CH-ENGINE-093", "no image \"NONE\"");
        WholeImage wanted = WholeImage.of(other, stranger.root());
        stranger.manifest("base: {docker-archive: image, image: " + other
                + "}\nenv: {E2E: NONCE}\ninstall: [{run: true, user: root}]\n");
        String name = stranger.image() + "-" + engine;
        stranger.runs("build", "--engine", engine, "--tag", name, "--output", "docker-archive:../built.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("built.tar").toString());
        assertThat(wanted.differences(WholeImage.of(name, stranger.root()))).isEmpty();
    }

    @Test
    void withoutTheProgramLayersInZstdSayWhatIsMissing() {
        write("zstd");
        stranger.manifest("base: {oci: image}\n" + STEPS);
        shell("mkdir ../bin; ln -s /usr/bin/* ../bin; rm ../bin/zstd");
        stranger.with("PATH", stranger.root().resolve("bin").toString());

        stranger.runs("build", "--engine", "docker")
                .exits(3)
                .says("CH-ENGINE-013", "compressed with zstd", "no program \"zstd\"");
    }
}
