package dev.chandler.core.states;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Escaped;
import dev.chandler.core.cache.Preimage;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When this user's builds have last used the states of one place where an engine runs.
 *
 * <p>A record for each manifest and endpoint, which a build reads and writes once. Of two builds of one manifest that end at the
 * same moment one may go unnoted. Thread-safe.
 */
public final class StateUses {

    private static final String FORMAT = "chandler.use.v1";
    /** Of one manifest: what was used last stays. */
    private static final int MOST_STATES = 500;
    /** Of all manifests, on all endpoints. */
    private static final int MOST_RECORDS = 400;

    private final CacheStorage cache;
    private final String engine;
    private final String endpoint;

    /**
     * Knows the uses at one place.
     *
     * @param cache where they are noted
     * @param engine the place
     */
    public StateUses(CacheStorage cache, Engine engine) {
        this.cache = cache;
        this.engine = engine.id();
        this.endpoint = engine.endpoint().address();
    }

    /**
     * Notes what one build has used.
     *
     * @param manifest the name of what it has built
     * @param folder where its manifest is
     * @param uses the states; where there are none, nothing is written
     * @throws CacheException if that cannot be read or written
     */
    public void add(String manifest, Path folder, List<StateUse> uses) {
        if (uses.isEmpty()) {
            return;
        }
        Digest key = key(manifest, folder.toString());
        Map<Digest, StateUse> all = new LinkedHashMap<>();
        uses.forEach(use -> all.put(use.key(), use));
        cache.find(CacheStorage.Kind.USE, key).map(this::read).orElse(List.of()).stream()
                .sorted(Comparator.comparing(StateUse::at).reversed())
                .forEach(use -> all.putIfAbsent(use.key(), use));
        cache.store(
                CacheStorage.Kind.USE,
                key,
                text(manifest, folder, all.values().stream().limit(MOST_STATES).toList()));
        cache.keepNewest(CacheStorage.Kind.USE, MOST_RECORDS);
    }

    private Digest key(String manifest, String folder) {
        return Preimage.of(FORMAT)
                .field("engine", engine)
                .field("endpoint", endpoint)
                .field("manifest", manifest)
                .field("folder", folder)
                .build()
                .key();
    }

    private String text(String manifest, Path folder, List<StateUse> uses) {
        StringBuilder text = new StringBuilder(Escaped.line(FORMAT, engine, endpoint, manifest, folder.toString()));
        uses.forEach(use -> text.append(Escaped.line(use.key().hex(), use.at().toString(), use.step(), use.title())));
        return text.toString();
    }

    /**
     * The last use of each state.
     *
     * @return by the states' keys; what is not there was never used by this user, as far as is known
     * @throws CacheException if that cannot be read
     */
    public Map<Digest, StateUse> last() {
        Map<Digest, StateUse> last = new HashMap<>();
        for (String text : cache.all(CacheStorage.Kind.USE)) {
            read(text)
                    .forEach(use -> last.merge(
                            use.key(), use, (one, other) -> other.at().isAfter(one.at()) ? other : one));
        }
        return Map.copyOf(last);
    }

    /** None if it is of another place, or anything else. */
    private List<StateUse> read(String text) {
        String[] lines = text.split("\n", -1);
        List<String> head = Escaped.words(lines[0]);
        if (head.size() != 5 || !head.subList(0, 3).equals(List.of(FORMAT, engine, endpoint))) {
            return List.of();
        }
        List<StateUse> uses = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            use(Escaped.words(lines[i]), head.get(3), head.get(4)).ifPresent(uses::add);
        }
        return uses;
    }

    private static Optional<StateUse> use(List<String> words, String manifest, String folder) {
        try {
            return Optional.of(new StateUse(
                    new Digest(words.get(0)),
                    Instant.parse(words.get(1)),
                    manifest,
                    folder,
                    words.get(2),
                    words.get(3)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
