package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed clients leave, and what becomes of it. */
class StoreSweepTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    @TempDir
    Path folder = Path.of("");

    private Path root = Path.of("");
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        root = folder.resolve("store");
        store = new TestStore(root, Map.of());
    }

    @Test
    void halfOfAFileIsInNobodysWay() throws Exception {
        Path half = Files.createFile(root.resolve("w/fresh.new"));
        Path old = Files.createFile(root.resolve("w/old.new"));
        Files.setLastModifiedTime(old, LONG_AGO);

        assertThat(store.resources.all()).isEmpty();
        store.resources.sweep();

        assertThat(half).as("somebody may be about to move it").exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void aFolderThatNeverGotAnOwnerGoesAfterAWhile() throws Exception {
        Path half = Files.createDirectory(root.resolve("w/half.new"));
        Files.createFile(half.resolve("config"));
        Files.setLastModifiedTime(half, LONG_AGO);
        Path fresh = Files.createDirectory(root.resolve("w/fresh.new"));

        store.resources.sweep();

        assertThat(half).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void whatWasToBeTakenApartIsByWhoeverComes() throws Exception {
        Path gone = Files.createDirectories(root.resolve("w/x.gone"));
        Files.createFile(gone.resolve("file"));

        store.resources.sweep();

        assertThat(gone).doesNotExist();
    }

    @Test
    void whatIsSaidOfALayerThatIsNotThereIsForgotten() throws Exception {
        for (String part : List.of("i", "t", "p")) {
            Files.writeString(root.resolve(part).resolve("missing"), "sha256:" + "0".repeat(64) + "\n");
        }

        store.resources.sweep();

        for (String part : List.of("i", "t", "p")) {
            assertThat(root.resolve(part)).as(part).isEmptyDirectory();
        }
    }

    @Test
    void anImageThatIsUsedIsNotRemoved() {
        StoredImage image = new StoredImage("{}", List.of());
        store.images.keep(image, List.of());
        Resource resource = store.resources.all().get(0);

        try (LayerUse use = store.layers.use(image)) {
            assertThat(use.layers()).isEmpty();
            assertThat(store.resources.remove(resource)).isFalse();
            assertThat(store.images.get(image.id())).isPresent();
        }

        assertThat(store.resources.remove(resource)).isTrue();
        assertThat(store.images.get(image.id())).isEmpty();
    }

    @Test
    void imagesHaveNamesOfAnyLength() {
        String name = "registry.example.com:5000/" + "deep/".repeat(60) + "app:" + "1".repeat(100);
        StoredImage image = new StoredImage("{}", List.of());
        Digest digest = Digest.of("there");

        store.images.keepPulled(image, name, name + "@" + digest, digest);

        assertThat(store.images.named(name)).contains(image.id());
        assertThat(store.images.registryDigest(name)).contains(digest);
        assertThat(store.images.unclaimed()).containsEntry(image.id(), name);
        store.images.removeName(name);
        assertThat(store.images.get(image.id())).isEmpty();
        assertThat(root.resolve("names")).isEmptyDirectory();
    }
}
