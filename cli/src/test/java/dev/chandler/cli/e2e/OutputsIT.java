package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a build brings out of the engine, held against what others make of it. */
class OutputsIT {

    private static final String STEPS = "install: [printf brought > /out; chmod 0640 /out; chown 12:34 /out]\n";

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String atRegistry(String tag) {
        return Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + stranger.image() + ":" + tag;
    }

    private Path project(String name) {
        return stranger.project().resolve(name);
    }

    private static JsonArray diffIds(String image) {
        return JsonParser.parseString(docker("image", "inspect", "-f", "{{json .RootFS.Layers}}", image))
                .getAsJsonArray();
    }

    private static JsonObject skopeo(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(Testbed.variable("CHANDLER_TESTBED_SKOPEO"), "inspect", "--config", "--raw"),
                        Stream.of(arguments))
                .toList();
        return JsonParser.parseString(Shell.run(command).exits(0).out()).getAsJsonObject();
    }

    private List<String> outputs(Built built) {
        return built.all("output-made").stream()
                .map(event -> event.get("output").getAsString())
                .toList();
    }

    @Test
    void allKindsAreMadeOfOneBuildAndOnceMoreWhereEverythingIsAHit() {
        stranger.manifest("busybox", STEPS + "script: [test -f /out]\n");
        String[] options = {
            "--output",
            "registry:" + atRegistry("1.0"),
            "--output",
            "oci:dist/image",
            "--output",
            "docker-archive:dist/app.tar",
            "--output",
            "docker:" + stranger.image() + ":other"
        };
        Built first = stranger.builds(options);
        String digest = Shell.run(
                        List.of("sha256sum", project("dist/image/index.json").toString()))
                .out();
        Built second = stranger.builds(options);

        assertThat(outputs(first))
                .containsExactly("registry:" + atRegistry("1.0"), "oci:dist/image", "docker-archive:dist/app.tar");
        assertThat(second.instances()).isZero();
        assertThat(outputs(second)).isEqualTo(outputs(first));
        assertThat(Shell.run(List.of(
                                "sha256sum", project("dist/image/index.json").toString()))
                        .out())
                .as("equal bytes")
                .isEqualTo(digest);
        assertThat(docker("image", "inspect", "-f", "{{.Id}}", stranger.image() + ":other"))
                .isEqualTo(first.image());
        assertThat(Docker.hasImage(atRegistry("1.0")))
                .as("the name is at the registry alone")
                .isFalse();
        assertThat(second.all("progress").stream()
                        .map(event -> event.get("what").getAsString()))
                .anyMatch(what -> what.endsWith("Layer already exists"))
                .noneMatch(what -> what.endsWith("Pushed"));
    }

    @Test
    void anArchiveIsTheImageForDockerAndForSkopeo() {
        stranger.manifest("busybox", STEPS);
        Built built = stranger.builds("--output", "docker-archive:app.tar");
        JsonArray layers = diffIds(built.image());
        JsonObject config = Docker.config(built.image());
        // By their names: a prune would take what others keep on the daemon.
        stranger.checkpoints().forEach(key -> docker("rmi", "chandler-cache:" + key));
        docker("rmi", stranger.image());

        docker("load", "-i", project("app.tar").toString());

        assertThat(docker("image", "inspect", "-f", "{{.Id}}", stranger.image()))
                .isEqualTo(built.image());
        assertThat(diffIds(stranger.image())).isEqualTo(layers);
        assertThat(Docker.config(stranger.image())).isEqualTo(config);
        assertThat(Docker.inImage(stranger.image(), "stat", "-c", "%a %u %g", "/out"))
                .isEqualTo("640 12 34");
        assertThat(skopeo("docker-archive:" + project("app.tar"))
                        .getAsJsonObject("rootfs")
                        .get("diff_ids"))
                .isEqualTo(layers);
    }

    @Test
    void aLayoutIsTheImageForSkopeoAndAgainABase() {
        stranger.manifest("busybox", STEPS);
        Built built = stranger.builds("--output", "oci:image");
        JsonArray layers = diffIds(built.image());

        JsonObject config = skopeo("oci:" + project("image") + ":latest");

        assertThat(config.getAsJsonObject("rootfs").get("diff_ids")).isEqualTo(layers);
        assertThat(config.toString()).doesNotContainIgnoringCase("dev.chandler");
        Shell.run(List.of(
                        Testbed.variable("CHANDLER_TESTBED_SKOPEO"),
                        "copy",
                        "-q",
                        "oci:" + project("image") + ":latest",
                        "docker-archive:" + project("copied.tar")))
                .exits(0);
        assertThat(skopeo("docker-archive:" + project("copied.tar"))
                        .getAsJsonObject("rootfs")
                        .get("diff_ids"))
                .isEqualTo(layers);

        stranger.manifest("{oci: image}", "install: [grep -q brought /out]\n");
        stranger.builds();
        JsonArray onTop = diffIds(stranger.image());
        assertThat(onTop.asList().subList(0, layers.size())).isEqualTo(layers.asList());
    }

    @Test
    void aPushTellsTheRegistrysDigestAndTheMetadataHasIt() throws IOException {
        String repo = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + stranger.image();
        stranger.manifest("base: busybox\nenv: {E2E: NONCE}\n" + STEPS + "artifact: {repo: '" + repo
                + "', tags: ['1.0', latest]}\n");
        Built built = stranger.builds("--push", "--metadata-file", "meta.json");

        JsonObject remote = JsonParser.parseString(docker("manifest", "inspect", "--insecure", "-v", repo + ":1.0"))
                .getAsJsonObject()
                .getAsJsonObject("Descriptor");
        assertThat(outputs(built)).containsExactly("registry:" + repo + ":1.0", "registry:" + repo + ":latest");
        for (JsonElement event : built.all("output-made")) {
            assertThat(event.getAsJsonObject().get("digest")).isEqualTo(remote.get("digest"));
        }
        JsonObject metadata =
                JsonParser.parseString(Files.readString(project("meta.json"))).getAsJsonObject();
        assertThat(metadata.get("containerimage.digest")).isEqualTo(remote.get("digest"));
        JsonObject descriptor = metadata.getAsJsonObject("containerimage.descriptor");
        assertThat(descriptor.get("digest")).isEqualTo(remote.get("digest"));
        assertThat(descriptor.get("size")).isEqualTo(remote.get("size"));
        assertThat(descriptor.get("mediaType")).isEqualTo(remote.get("mediaType"));
    }

    @Test
    void theManifestsOutputsAreRelativeToItsFileAndTheCommandLinesReplaceThem() {
        stranger.file("parts/out.yml", "artifact: {outputs: ['oci:made']}\n");
        stranger.manifest("busybox", "include: parts/out.yml\n" + STEPS);

        stranger.builds();
        assertThat(project("parts/made/index.json")).exists();
        stranger.builds("-o", "docker-archive:app.tar");

        assertThat(project("app.tar")).exists();
    }

    @Test
    void whatCannotBeIsSaidTogetherBeforeAnythingIsStarted() {
        stranger.file("full/file", "");
        stranger.manifest("busybox", STEPS);

        Ended ended = stranger.runs(
                        "build", "--output", "oci:full", "--output", "dokcer:x", "--output", "registry:UPPER")
                .exits(2)
                .says("CH-OUTPUT-006", "CH-OUTPUT-001", "CH-OUTPUT-004", "no OCI image layout");
        assertThat(ended.out()).isEmpty();
        stranger.runs("build", "--until", "install[0]", "--push").exits(2).says("--until");
        stranger.runs("build", "--output", "docker-archive:full/file/x")
                .exits(3)
                .says("CH-OUTPUT-006");
        assertThat(Stranger.names(stranger.state().resolve("logs"))).isEmpty();
    }

    @Test
    void whenOneFailsTheOthersAreMadeAndAllIsSaid() throws IOException {
        stranger.manifest("busybox", STEPS);

        Ended ended = stranger.runs(
                        "build",
                        "--progress",
                        "json",
                        "--metadata-file",
                        "meta.json",
                        "-o",
                        "registry:" + Testbed.variable("CHANDLER_TESTBED_REGISTRY_READONLY") + "/" + stranger.image(),
                        "-o",
                        "oci:image")
                .exits(3)
                .says("CH-OUTPUT-011", "the registry takes nothing");

        Built built = Built.of(ended);
        assertThat(built.all("output-failed")).hasSize(1);
        assertThat(outputs(built)).containsExactly("oci:image");
        assertThat(project("image/index.json")).exists();
        assertThat(Files.readString(project("meta.json"))).contains("containerimage.digest");
        assertThat(Docker.hasImage(stranger.image())).isTrue();
    }

    @Test
    void aFailedBuildBringsNothingOut() {
        stranger.manifest("busybox", STEPS + "script: ['false']\n");

        stranger.runs("build", "-o", "oci:image", "-o", "registry:" + atRegistry("1.0"))
                .exits(1);

        assertThat(project("image")).doesNotExist();
        assertThat(Docker.tried("manifest", "inspect", "--insecure", atRegistry("1.0"))
                        .exitCode())
                .isNotZero();
    }

    @Test
    void ctrlCEndsAPushAndLeavesNoName() {
        stranger.manifest("busybox", "install: [head -c 3000000 /dev/urandom > /big]\n");
        SocketRelay relay = stranger.relay().holdingAnswerOf("POST .*/push");
        ChandlerProcess build = stranger.starts("build", "--progress", "json", "-o", "registry:" + atRegistry("2.0"));
        relay.awaitHeld();
        build.signal("INT");
        relay.release();

        build.ended().exits(130);
        assertThat(Docker.hasImage(atRegistry("2.0"))).isFalse();
        stranger.direct();
        stranger.builds("-o", "registry:" + atRegistry("2.0"));
    }
}
