package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file system that is kept.
 *
 * @param id its name in the store
 * @param layers what it is made of, the lowest first
 * @param created when it was kept
 * @param key the key that it is kept for
 * @param build the build that it belongs to, where it has no key
 * @param owner that build's process
 */
record StoredState(
        String id,
        List<String> layers,
        Instant created,
        Optional<Digest> key,
        Optional<String> build,
        Optional<String> owner) {

    Snapshot snapshot() {
        return new Snapshot(id, key, created, 0);
    }

    /** The text of the file that says all of it but the id. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("created " + created);
        lines.add("layers " + String.join(" ", layers));
        key.ifPresent(value -> lines.add("key " + value));
        build.ifPresent(value -> lines.add("build " + value));
        owner.ifPresent(value -> lines.add("owner " + value));
        return String.join("\n", lines) + "\n";
    }

    static StoredState read(String id, String text) {
        return new StoredState(
                id,
                field(text, "layers")
                        .filter(line -> !line.isEmpty())
                        .map(line -> List.of(line.split(" ")))
                        .orElse(List.of()),
                Instant.parse(field(text, "created").orElseThrow()),
                field(text, "key").map(Digest::parse),
                field(text, "build"),
                field(text, "owner"));
    }

    private static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> line.substring(name.length() + 1));
    }
}
