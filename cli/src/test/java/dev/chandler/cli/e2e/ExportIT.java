package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that go from one daemon to another, into files and back, held against what they were. */
class ExportIT {

    private static final String OTHER = Testbed.variable("CHANDLER_TESTBED_DOCKER_NEW");

    private static final String STEPS = """
            install:
              - printf carried > /out; chmod 4750 /out; chown 12:34 /out; ln -s out /link; mkdir -p /d/e
              - rm /link; ln /out /hard
            """;

    private static final String CONFIG = """
              entrypoint: [/bin/sh, -c]
              cmd: []
              env: {A: "b c"}
              user: "12:34"
              workdir: /d/e
              labels: {team: ä}
              ports: [80/tcp]
              volumes: [/v]
              stop-signal: SIGINT
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private Set<String> importsBefore;

    @BeforeEach
    void look() {
        importsBefore = imports();
    }

    @AfterEach
    void nothingIsLeftOnTheOtherDaemon() {
        lines(OTHER, "images", "--format", "{{.Repository}}:{{.Tag}}").stream()
                .filter(name -> name.contains(stranger.nonce()))
                .forEach(name -> on(OTHER, "rmi", name));
        assertThat(imports()).isEqualTo(importsBefore);
        assertThat(Stranger.names(stranger.cache().resolve("exports"))).isEmpty();
    }

    /** All that is kept on the other daemon for builds to start from. */
    private static Set<String> imports() {
        return new TreeSet<>(lines(OTHER, "images", "-a", "--no-trunc", "-q", "--filter", "label=dev.chandler.key"));
    }

    private static String on(String daemon, String... args) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", daemon));
        command.addAll(List.of(args));
        return Shell.run(command).exits(0).out().strip();
    }

    private static List<String> lines(String daemon, String... args) {
        return on(daemon, args).lines().toList();
    }

    private static boolean isThere(String daemon, String image) {
        return Shell.run(List.of("docker", "-H", daemon, "image", "inspect", image))
                        .exitCode()
                == 0;
    }

    /** All that makes an image, but its names. */
    private record Whole(String id, JsonObject config, JsonArray layers, Map<String, String> tree) {

        static Whole of(String daemon, String image) {
            JsonObject inspected = JsonParser.parseString(on(daemon, "image", "inspect", image))
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();
            return new Whole(
                    inspected.get("Id").getAsString(),
                    inspected.getAsJsonObject("Config"),
                    inspected.getAsJsonObject("RootFS").getAsJsonArray("Layers"),
                    ImageTree.of(List.of("docker", "-H", daemon), image));
        }
    }

    private static String here() {
        return Testbed.variable("DOCKER_HOST");
    }

    private String name(String tag) {
        return stranger.image() + ":" + tag;
    }

    private Path project(String name) {
        return stranger.project().resolve(name);
    }

    private void build() {
        stranger.manifest("base: busybox\nenv: {E2E: NONCE}\n" + STEPS + "artifact:\n  repo: " + stranger.image() + "\n"
                + CONFIG);
        stranger.builds();
    }

    private Ended exports(String... args) {
        List<String> all = new ArrayList<>(List.of("export"));
        all.addAll(List.of(args));
        return stranger.runs(all.toArray(String[]::new));
    }

    @Test
    void throughALayoutAndThroughAnArchiveItIsTheSameImage() {
        build();
        Whole whole = Whole.of(here(), name("latest"));
        exports(name("latest"), "--engine", "docker", "--to", "oci:image", "--to", "docker-archive:app.tar")
                .exits(0);

        exports("oci:image", "--to", "docker:" + name("layout"), "--to-endpoint", OTHER)
                .exits(0);
        Whole fromLayout = Whole.of(OTHER, name("layout"));
        on(OTHER, "rmi", name("layout"));
        exports("docker-archive:app.tar", "--to", "docker:" + name("archive"), "--to-endpoint", OTHER)
                .exits(0);

        assertThat(fromLayout.id()).isEqualTo(whole.id());
        assertThat(fromLayout.layers()).isEqualTo(whole.layers());
        assertThat(fromLayout.tree()).isEqualTo(whole.tree());
        assertThat(Whole.of(OTHER, name("archive"))).isEqualTo(fromLayout);
        assertThat(on(
                        OTHER,
                        "image",
                        "inspect",
                        "-f",
                        "{{json .Config.Entrypoint}} {{json .Config.Labels}}",
                        name("archive")))
                .isEqualTo("[\"/bin/sh\",\"-c\"] {\"team\":\"ä\"}");
    }

    @Test
    void fromOneDaemonToAnotherAndBackItIsTheSameImage() {
        build();
        Whole whole = Whole.of(here(), name("latest"));

        exports(whole.id(), "--to", "docker:" + name("a"), "--to", "docker:" + name("b"), "--to-endpoint", OTHER)
                .exits(0);
        assertThat(Whole.of(OTHER, name("a")).id()).isEqualTo(whole.id());
        assertThat(Whole.of(OTHER, name("b")).tree()).isEqualTo(whole.tree());
        stranger.checkpoints().forEach(key -> docker("rmi", "chandler-cache:" + key));
        docker("rmi", name("latest"));

        exports(name("a"), "--endpoint", OTHER, "--to", "docker:" + name("back"), "--to-endpoint", here())
                .exits(0);
        assertThat(Whole.of(here(), name("back"))).isEqualTo(whole);
    }

    @Test
    void anImageThatChandlerHasNotMadeKeepsItsId() {
        stranger.file(
                "context/Dockerfile", "FROM busybox\nRUN echo " + stranger.nonce() + " > /f\nUSER 7\nCMD [\"sh\"]\n");
        docker("build", "-q", "-t", name("foreign"), project("context").toString());

        exports(name("foreign"), "--to", "docker:" + name("foreign"), "--to-endpoint", OTHER)
                .exits(0);

        Whole whole = Whole.of(here(), name("foreign"));
        assertThat(Whole.of(OTHER, name("foreign")).id()).isEqualTo(whole.id());
        assertThat(Whole.of(OTHER, name("foreign")).tree()).isEqualTo(whole.tree());
    }

    @Test
    void oneMoreNameOnTheSameDaemonLeavesTheImageAsItIs() {
        build();

        exports(name("latest"), "--engine", "docker", "--to", "docker:" + name("more"))
                .exits(0);

        assertThat(docker("image", "inspect", "-f", "{{.Id}}", name("more")))
                .isEqualTo(docker("image", "inspect", "-f", "{{.Id}}", name("latest")));
    }

    @Test
    void theSameImageGivesTheSameBytesAndTheOutputsOfABuildToo() {
        stranger.manifest("busybox", STEPS);
        stranger.builds("-o", "oci:built", "-o", "docker-archive:built.tar");

        for (String twice : List.of("a", "b")) {
            exports(name("latest"), "--to", "oci:" + twice, "--to", "docker-archive:" + twice + ".tar")
                    .exits(0);
        }

        for (String one : List.of("b", "built")) {
            assertThat(bytes(project(one))).isEqualTo(bytes(project("a")));
            assertThat(project(one + ".tar")).hasSameBinaryContentAs(project("a.tar"));
        }
    }

    /** The digests of all files of a folder. */
    private static String bytes(Path folder) {
        return Shell.run(List.of("sh", "-c", "cd \"$0\" && find . -type f | sort | xargs sha256sum", folder.toString()))
                .exits(0)
                .out();
    }

    @Test
    void aRegistryHasItAndTheMetadataItsDigest() {
        build();
        String there = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + name("1.0");

        Ended ended = exports(
                        name("latest"),
                        "--to",
                        "registry:" + there,
                        "--progress",
                        "json",
                        "--metadata-file",
                        "meta.json")
                .exits(0);

        Built built = Built.of(ended);
        assertThat(built.events().stream().map(event -> event.get("event").getAsString()))
                .endsWith("output-made", "run-ended")
                .doesNotContain("run-started", "published");
        JsonObject metadata = JsonParser.parseString(stranger.read("meta.json")).getAsJsonObject();
        assertThat(metadata.get("containerimage.digest"))
                .isEqualTo(built.all("output-made").get(0).get("digest"));
        assertThat(metadata.get("image.name").getAsString()).isEqualTo(name("latest"));
        assertThat(Docker.hasImage(there))
                .as("the name is at the registry alone")
                .isFalse();
    }

    @Test
    void aFileIsPushedByTheDaemonThatItComesTo() {
        build();
        String there = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + name("2.0");
        exports(name("latest"), "--to", "oci:image").exits(0);

        exports("oci:image", "--to", "docker:" + name("again"), "--to", "registry:" + there)
                .exits(0);

        docker("manifest", "inspect", "--insecure", there);
    }

    @Test
    void whatIsNotThereIsSaidWithoutAskingARegistry() {
        // A question to a registry would never be answered.
        stranger.relay().holdingAnswerOf("GET .*/distribution/.*");

        exports(name("missing"), "--to", "oci:image")
                .exits(3)
                .says("CH-OUTPUT-020", "there is no image \"" + name("missing") + "\"", "--pull missing");

        assertThat(project("image")).doesNotExist();
    }

    @Test
    void whatCannotBeIsSaidTogetherBeforeAnythingIsStarted() {
        stranger.file("full/file", "");

        exports(name("x"), "--to", "oci:full", "--to", "dokcer:x", "--to", "registry:UPPER")
                .exits(2)
                .says("CH-OUTPUT-006", "CH-OUTPUT-001", "CH-OUTPUT-004", "available: docker, docker-archive");
        exports(name("x"), "--to", "docker-archive:full/file/x").exits(3).says("CH-OUTPUT-006");
    }

    @Test
    void whenOneFailsTheOthersAreMadeAndAllIsSaid() {
        build();
        String readOnly = Testbed.variable("CHANDLER_TESTBED_REGISTRY_READONLY") + "/" + name("1");

        exports(name("latest"), "--to", "registry:" + readOnly, "--to", "oci:image", "--to", "docker:" + name("more"))
                .exits(3)
                .says("CH-OUTPUT-011");

        assertThat(project("image/index.json")).exists();
        assertThat(Docker.hasImage(name("more"))).isTrue();
    }

    @Test
    void ctrlCWhileItIsReadLeavesNothing() {
        build();
        SocketRelay relay = stranger.relay().holdingAnswerOf("GET .*/images/.*get.*");
        ChandlerProcess export = stranger.starts("export", name("latest"), "--to", "oci:image");
        relay.awaitHeld();
        export.signal("INT");
        relay.release();

        export.ended().exits(130).says("everything was cleaned up");
        assertThat(Stranger.names(stranger.project()))
                .contains(project("chandler.yml"))
                .isSubsetOf(project("chandler.yml"), project("chandler.lock"));
    }

    @Test
    void ctrlCOnTheWayToADaemonLeavesNeitherNameNorImport() {
        build();
        exports(name("latest"), "--to", "oci:image").exits(0);
        SocketRelay relay = SocketRelay.at(
                        stranger.root().resolve("other"), Path.of(OTHER.substring("unix://".length())))
                .holdingAnswerOf("POST .*/images/load.*");
        try (relay) {
            ChandlerProcess export = stranger.starts(
                    "export", "oci:image", "--to", "docker:" + name("never"), "--to-endpoint", relay.address());
            relay.awaitHeld();
            export.signal("INT");
            relay.release();

            export.ended().exits(130).says("everything was cleaned up");
        }

        assertThat(isThere(OTHER, name("never"))).isFalse();
    }
}
