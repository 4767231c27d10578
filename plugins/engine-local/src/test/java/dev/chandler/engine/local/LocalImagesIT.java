package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.GnuTar;
import dev.chandler.lib.oci.ImageChoice;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images between a real registry and this store; needs root. */
@Timeout(180)
class LocalImagesIT extends LocalImageTests {

    private static final String CHANGES = "echo made > made; chown 12:34 made; chmod 4750 made; rm -r bin/busybox";

    private TestStore another() throws IOException {
        return new TestStore(room.resolve("another"), Map.of());
    }

    private static void assertProblem(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(code));
    }

    @Test
    void aBaseOfARegistryHasTheFilesThatItsLayersMakeTogether() throws Exception {
        Path layout = room.resolve("layout");
        TestStore.run(
                TestStore.variable("CHANDLER_TESTBED_SKOPEO"),
                "copy",
                "--src-tls-verify=false",
                "docker://" + DEBIAN,
                "oci:" + layout);
        Path flat = Files.createDirectory(room.resolve("flat"));
        ImageFile image = ImageFile.layout(layout, ImageChoice.of(Optional.empty()));
        new GnuTar(List.of()).unpack(image.flattened()::writeTo, flat);

        Base base = store.pulled(DEBIAN);

        assertThat(base.present()).isTrue();
        assertThat(base.platform()).isEqualTo(Machine.platform());
        Map<String, String> tree = store.tree(base);
        assertThat(tree).hasSizeGreaterThan(1000).isEqualTo(TestStore.tree(flat));
    }

    @Test
    void whatABaseIsCanBeAskedWithoutFetchingIt() throws Exception {
        Base asked = store.resolved(BUSYBOX);

        assertThat(asked.present()).isFalse();
        assertThat(store.contents()).isEmpty();
        Base pulled = store.pulled(BUSYBOX);
        assertThat(pulled).isEqualTo(store.resolved(BUSYBOX));
        assertThat(asked.digest()).isEqualTo(pulled.digest());
        assertThat(asked.config()).isEqualTo(pulled.config());
        assertThat(asked.pinned()).isEqualTo(pulled.pinned()).isPresent();
    }

    @Test
    void whatIsPinnedIsTheSameAndIsHere() throws Exception {
        Base pulled = store.pulled(BUSYBOX);
        String pinned = pulled.pinned().orElseThrow().name();

        assertThat(pinned).startsWith(REGISTRY + "/library/busybox@sha256:");
        assertThat(store.resolved(pinned).digest()).isEqualTo(pulled.digest());
        assertThat(store.resolved(pinned).present()).isTrue();
        assertThat(another().pulled(pinned).digest()).isEqualTo(pulled.digest());
    }

    @Test
    void eachLayerIsUnpackedOnce() throws Exception {
        store.pulled(BUSYBOX);
        List<String> layers = store.contents();

        store.pulled(BUSYBOX);

        assertThat(store.contents()).isEqualTo(layers).isNotEmpty();
    }

    @Test
    void whoFetchesTheSameAtTheSameTimeHasTheSameLayers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Base>> pulls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                TestStore client = new TestStore(room.resolve("store"), Map.of());
                pulls.add(threads.submit(() -> client.pulled(BUSYBOX)));
            }
            for (Future<Base> pull : pulls) {
                assertThat(pull.get()).isEqualTo(store.resolved(BUSYBOX));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store.contents())
                .hasSameSizeAs(store.images
                        .get(store.resolved(BUSYBOX).digest())
                        .orElseThrow()
                        .layers());
        assertThat(store.folder.names("w")).isEmpty();
    }

    @Test
    void aNameOfTheHubIsAskedForAtItsMirrors() throws Exception {
        TestStore mirrored = new TestStore(room.resolve("mirrored"), Map.of("CHANDLER_LOCAL_MIRRORS", REGISTRY));

        assertThat(mirrored.pulled("busybox").digest())
                .isEqualTo(store.pulled(BUSYBOX).digest());
        assertThat(mirrored.resolved("docker.io/library/busybox:latest").present())
                .isTrue();
    }

    @Test
    void whatNobodyHasIsAProblemAndSoIsAnotherPlatform() {
        assertProblem(() -> store.resolved(REGISTRY + "/library/none:1"), "CH-LOCAL-050");
        assertProblem(() -> store.resolved("Not A Name"), "CH-LOCAL-050");
        assertProblem(() -> store.resolved("127.0.0.1:1/a:1"), "CH-LOCAL-051");
        assertProblem(
                () -> store.bases.resolve(
                        new BaseReference.Image(BUSYBOX), Optional.of(new Platform("linux", "s390x", ""))),
                "CH-LOCAL-052");
    }

    @Test
    void aStateIsTheSameImageOnAnotherDayInAnotherStore() throws Exception {
        Base base = store.pulled(BUSYBOX);
        Artifact first = store.published(base, store.state(base, CHANGES));
        TestStore other = another();
        Base same = other.pulled(BUSYBOX);

        Artifact second = other.published(same, other.state(same, "sleep 1.1; touch x y; rm y x; " + CHANGES));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.created()).isTrue();
    }

    @Test
    void noFileIsYoungerThanTheImageIsSaidToBe() throws Exception {
        Base base = store.pulled(BUSYBOX);
        Snapshot state = store.state(base, "echo x > new; touch -d @5 old");
        ArtifactSpec spec = new ArtifactSpec(
                base,
                Optional.of(state),
                base.config(),
                Optional.empty(),
                Optional.of(Instant.ofEpochSecond(7)),
                List.of("app:1"));

        store.publisher.publish(spec);

        Map<String, String> tree = store.tree(store.resolved("app:1"));
        // What has been made here is not unpacked again: so the store's own files keep their times.
        assertThat(tree).containsKey("./new");
        Path layout = room.resolve("layout");
        store.export(store.publisher.image("app:1").orElseThrow(), OciLayout.open(layout, List.of()));
        TestStore other = another();
        Base exported = other.bases.resolve(new BaseReference.OciLayout(layout), Optional.empty());
        assertThat(other.tree(exported).get("./new")).contains(" 7 ");
        assertThat(other.tree(exported).get("./old")).contains(" 5 ");
    }

    @Test
    void whatIsPushedIsTheSameImageWhereItIsPulled() throws Exception {
        Base base = store.pulled(BUSYBOX);
        Artifact image = store.published(base, store.state(base, CHANGES), "app:1");
        String name = REGISTRY + "/chandler-local-it/" + unique + ":1";

        store.exporter.push(image, name);

        TestStore other = another();
        Base pulled = other.pulled(name);
        assertThat(pulled.digest()).isEqualTo(image.id());
        assertThat(other.tree(pulled).keySet()).contains("./made").doesNotContain("./bin/busybox");
    }

    @Test
    void anImageTakesOverWhatItsBaseSaysAndKeepsNullAndEmptyApart() throws Exception {
        Base base = store.pulled(BUSYBOX);
        ImageConfig config =
                base.config().toBuilder().entrypoint(List.of()).cmd(null).build();
        store.publisher.publish(new ArtifactSpec(base, Optional.empty(), config, List.of("app:1")));

        assertThat(store.resolved("app:1").config()).isEqualTo(config);
        Artifact asItIs =
                store.publisher.publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of("same:1")));
        assertThat(asItIs.id()).isEqualTo(base.digest());
    }

    @Test
    void layersStayAsLongAsSomethingNeedsThem() throws Exception {
        Base base = store.pulled(BUSYBOX);
        Artifact image = store.published(base, store.state(base, CHANGES), "app:1");

        for (Resource resource : store.resources.all()) {
            assertThat(store.resources.remove(resource)).isTrue();
        }

        store.export(image, OciLayout.open(room.resolve("layout"), List.of()));
        assertThat(store.resolved("app:1").present()).isTrue();
        assertThat(store.images.get(base.digest())).as("what was pulled").isEmpty();
        assertThat(store.folder.names("names")).hasSize(1);
        store.images.removeName(ImageName.parse("app:1").orElseThrow().whole());
        store.resources.sweep();
        assertThat(store.contents()).isEmpty();
        assertThat(store.folder.names("t")).isEmpty();
        assertThat(store.folder.names("p")).isEmpty();
    }

    @Test
    void aRootfsIsTheLayerThatItIsToDocker() throws Exception {
        Path file = Path.of(TestStore.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"));
        Base base = store.bases.resolve(new BaseReference.Rootfs(file), Optional.empty());
        Path layout = room.resolve("layout");
        Artifact image =
                store.publisher.publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of("app:1")));

        store.export(image, OciLayout.open(layout, List.of()));

        assertThat(ImageFile.layout(layout, ImageChoice.of(Optional.empty())).diffIds())
                .containsExactly(Digest.of(Files.readAllBytes(file)));
    }

    @Test
    void aLayerThatIsAnotherThanItsDigestSaysLeavesNothing() throws Exception {
        Path layout = room.resolve("layout");
        Base base = store.pulled(BUSYBOX);
        store.export(store.publisher.image(BUSYBOX).orElseThrow(), OciLayout.open(layout, List.of()));
        TestStore other = another();
        Base broken = other.bases.resolve(new BaseReference.OciLayout(layout), Optional.empty());
        ImageFile image = ImageFile.layout(layout, ImageChoice.of(Optional.empty()));
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            Path largest = blobs.max(
                            Comparator.comparingLong(blob -> blob.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(largest, bytes);
        }

        assertThat(image.id()).isEqualTo(base.digest());
        assertProblem(() -> other.bases.use(broken).close(), "CH-LOCAL-053");
        assertThat(other.contents()).isEmpty();
        assertThat(other.folder.names("w")).isEmpty();
    }
}
