package dev.chandler.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.observe.UserKey;
import dev.chandler.lib.oci.LayoutFolder;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before an engine is asked for anything. */
class StateImportTest {

    private static final Preimage PREIMAGE =
            Preimage.of("chandler.step.v1").field("run", "echo").build();

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final List<String> notices = new ArrayList<>();
    private CacheStorage cache;
    private LayoutFolder layout;
    private Descriptor image;

    @BeforeEach
    void anImage() throws IOException {
        host.with(Capability.BASE_OCI);
        cache = new FileCacheStorage(folder.resolve("cache"));
        layout = LayoutFolder.in(folder.resolve("layout"));
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Descriptor blob = new Descriptor("application/vnd.oci.image.config.v1+json", Digest.of(config), config.length);
        layout.put(blob, out -> out.write(config));
        byte[] manifest =
                ("{\"config\":{\"digest\":\"" + blob.digest() + "\"},\"layers\":[]}").getBytes(StandardCharsets.UTF_8);
        image = new Descriptor("application/vnd.oci.image.manifest.v1+json", Digest.of(manifest), manifest.length);
        layout.manifest(image, manifest);
    }

    private static CarriedRecords records(String engine, Digest image, Map<Digest, String> preimages) {
        return new CarriedRecords(
                engine,
                "app",
                List.of(new CarriedState(PREIMAGE.key(), "one", image, Optional.of("a\tb\n"))),
                preimages,
                Map.of(Digest.of("step"), "observed"),
                Map.of(Digest.of("test"), PREIMAGE.key()),
                Optional.of("runs"),
                Optional.of(Digest.of("another's")));
    }

    private void write(CarriedRecords records) throws IOException {
        CacheIndex.write(layout, records, List.of(image));
    }

    private StateImport.Outcome run() throws InterruptedException {
        Seal seal = new Seal(new UserKey(folder.resolve("state")));
        return new StateImport(host.connect("import"), cache, seal, notices::add)
                .run("oci:it", folder.resolve("layout"));
    }

    private void assertRefused(String code, String why) {
        assertThatThrownBy(this::run)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(why);
        assertThat(host.resources()).isEmpty();
        assertThat(cache.find(CacheStorage.Kind.PREIMAGE, PREIMAGE.key())).isEmpty();
    }

    @Test
    void recordsAreReadAsTheyWereWritten() {
        CarriedRecords records = records("fake", Digest.of("image"), Map.of(PREIMAGE.key(), PREIMAGE.text()));

        assertThat(CarriedRecords.read(records.json())).isEqualTo(records);
    }

    @Test
    void whatAKeyIsSaidToStandForHasToHaveThatKey() throws IOException {
        write(records("fake", image.digest(), Map.of(PREIMAGE.key(), PREIMAGE.text() + "text\tmore\t\n")));

        assertRefused("CH-CACHE-013", "has another key");
    }

    @Test
    void aStateWithoutWhatItsKeyStandsForIsRefused() throws IOException {
        write(records("fake", image.digest(), Map.of()));

        assertRefused("CH-CACHE-013", "stands for");
    }

    @Test
    void aStateWithoutItsImageIsRefused() throws IOException {
        write(records("fake", Digest.of("elsewhere"), Map.of(PREIMAGE.key(), PREIMAGE.text())));

        assertRefused("CH-CACHE-013", "no image for the state after one");
    }

    @Test
    void aBlobThatIsNotWhatItsDigestSaysIsRefused() throws IOException {
        write(records("fake", image.digest(), Map.of(PREIMAGE.key(), PREIMAGE.text())));
        Files.writeString(
                folder.resolve("layout/blobs/sha256").resolve(image.digest().hex()), "{}");

        assertRefused("CH-CACHE-013", "what should be");
    }

    @Test
    void statesOfAnotherEngineAreRefused() throws IOException {
        write(records("moon", image.digest(), Map.of(PREIMAGE.key(), PREIMAGE.text())));

        assertRefused("CH-CACHE-014", "they were made on moon");
    }

    @Test
    void anImageIsNoExportOfStates() throws IOException {
        byte[] index = "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        layout.name(new Descriptor("", Digest.of(index), index.length), index);

        assertRefused("CH-CACHE-013", "no records of states");
    }

    @Test
    void anEngineThatTakesNoLayoutsIsNoPlaceForStates() {
        host.without(Capability.BASE_OCI);

        assertThatThrownBy(this::run).isInstanceOf(ManifestException.class).hasMessageContaining("CH-CACHE-012");
    }

    @Test
    void whatIsThereAlreadyStaysAndAnotherUsersObservationsAreSaidToBeSo() throws Exception {
        write(records("fake", image.digest(), Map.of(PREIMAGE.key(), PREIMAGE.text())));
        try (var engine = host.connect("build")) {
            var base = engine.resolve(new dev.chandler.api.engine.BaseReference.Image("busybox"));
            engine.keep(base, PREIMAGE.key());
        }

        assertThat(run()).isEqualTo(new StateImport.Outcome(0, 1));
        assertThat(notices).singleElement().asString().contains("another user");
        assertThat(cache.find(CacheStorage.Kind.VERDICT, Digest.of("test"))).isEmpty();
        assertThat(cache.find(CacheStorage.Kind.PREIMAGE, PREIMAGE.key())).contains(PREIMAGE.text());
    }
}
