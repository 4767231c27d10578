package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.engine.Base;
import dev.chandler.lib.oci.DockerArchive;
import dev.chandler.lib.oci.OciLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images between this store, a real Docker, Podman and skopeo; needs root. */
@Timeout(180)
class LocalImagesElsewhereIT extends LocalImageTests {

    @Test
    void aBaseIsTheImageThatDockerHas() throws Exception {
        TestStore.run("docker", "pull", "-q", DEBIAN);

        assertThat(store.pulled(DEBIAN).digest())
                .hasToString(TestStore.run("docker", "inspect", "-f", "{{.Id}}", DEBIAN)
                        .strip());
    }

    @Test
    void whatNoRegistryHasIsTakenFromDocker() throws Exception {
        String name = "chandler-local-it/" + unique + ":1";
        TestStore.run("docker", "pull", "-q", BUSYBOX);
        TestStore.run("docker", "tag", BUSYBOX, name);
        try {
            TestStore beside = new TestStore(
                    room.resolve("beside"),
                    Map.of("DOCKER_HOST", TestStore.variable("DOCKER_HOST"), "CHANDLER_LOCAL_MIRRORS", REGISTRY));
            assertThat(beside.resolved(name).present()).isFalse();
            Base taken = beside.pulled(name);
            assertThat(taken.present()).isTrue();
            assertThat(taken.digest()).isEqualTo(store.pulled(BUSYBOX).digest());
            assertThat(beside.tree(taken)).isEqualTo(store.tree(store.resolved(BUSYBOX)));
        } finally {
            TestStore.run("docker", "rmi", name);
        }
    }

    @Test
    void whatIsExportedIsLoadedByDockerAndPodmanAndTakenBySkopeo() throws Exception {
        Base base = store.pulled(DEBIAN);
        String name = "chandler-local-it/" + unique + ":1";
        Artifact image = store.published(base, store.state(base, "echo made > made; rm -r usr/share/doc"), name);
        Path archive = room.resolve("image.tar");
        Path layout = room.resolve("layout");
        store.export(image, DockerArchive.open(archive, List.of(name)));
        store.export(image, OciLayout.open(layout, List.of(name)));
        try {
            TestStore.run("docker", "load", "-q", "-i", archive.toString());
            assertThat(TestStore.run("docker", "inspect", "-f", "{{.Id}}", name).strip())
                    .isEqualTo(image.id().toString());
            assertThat(TestStore.run(
                            "docker", "run", "--rm", name, "sh", "-c", "cat /made; ls /usr/share/doc 2>&1 | wc -l"))
                    .isEqualTo("made\n1\n");
        } finally {
            TestStore.run("docker", "rmi", name);
        }
        String skopeo = TestStore.variable("CHANDLER_TESTBED_SKOPEO");
        assertThat(TestStore.run(skopeo, "inspect", "--config", "--raw", "oci:" + layout + ":1"))
                .isEqualTo(Files.readString(
                        layout.resolve("blobs/sha256").resolve(image.id().hex())));
        TestStore.run(skopeo, "copy", "oci:" + layout + ":1", "docker-archive:" + room.resolve("copy.tar"));
        String podman = "--url=" + TestStore.variable("CHANDLER_TESTBED_PODMAN");
        TestStore.run("podman", "--remote", podman, "load", "-q", "-i", archive.toString());
        TestStore.run("podman", "--remote", podman, "rmi", name);
    }
}
