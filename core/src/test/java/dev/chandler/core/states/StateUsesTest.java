package dev.chandler.core.states;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateUsesTest {

    private static final Path FOLDER = Path.of("/home/me/app");
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private CacheStorage cache;

    @BeforeEach
    void open() {
        cache = new FileCacheStorage(folder);
    }

    private StateUses uses() {
        return new StateUses(cache, host.connect("uses"));
    }

    private static StateUse use(String key, int seconds) {
        return new StateUse(
                Digest.of(key),
                THEN.plusSeconds(seconds),
                "app",
                FOLDER.toString(),
                "install[0]",
                "echo\t" + key + "\n");
    }

    @Test
    void findsWhatWasNotedWordByWord() {
        uses().add("app", FOLDER, List.of(use("a", 0), use("b", 0)));

        assertThat(uses().last()).isEqualTo(Map.of(Digest.of("a"), use("a", 0), Digest.of("b"), use("b", 0)));
    }

    @Test
    void theLastUseCountsAndTheOthersStay() {
        uses().add("app", FOLDER, List.of(use("a", 0), use("b", 0)));
        uses().add("app", FOLDER, List.of(use("a", 9)));

        assertThat(uses().last()).containsEntry(Digest.of("a"), use("a", 9)).containsEntry(Digest.of("b"), use("b", 0));
    }

    @Test
    void ofTwoManifestsTheLaterUseCounts() {
        uses().add("app", FOLDER, List.of(use("a", 5)));
        uses().add("app", Path.of("/elsewhere"), List.of(use("a", 2)));

        assertThat(uses().last().get(Digest.of("a"))).isEqualTo(use("a", 5));
    }

    @Test
    void anotherEndpointsUsesAreNoneOfThese() {
        new StateUses(cache, host.connect("uses", "fake", "tcp://elsewhere")).add("app", FOLDER, List.of(use("a", 0)));

        assertThat(uses().last()).isEmpty();
    }

    @Test
    void isBounded() {
        uses().add(
                        "app",
                        FOLDER,
                        IntStream.range(0, 600).mapToObj(i -> use("k" + i, i)).toList());

        assertThat(uses().last()).hasSize(500);
    }

    @Test
    void whatIsNoRecordIsPassedOver() {
        cache.store(CacheStorage.Kind.USE, Digest.of("x"), "");
        cache.store(CacheStorage.Kind.USE, Digest.of("y"), "chandler.use.v1\tfake\tfake:\tapp\t/app\nnothing\n");

        assertThat(uses().last()).isEmpty();
    }
}
