package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Claim;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What clients are making that others may want: files named by it, each with its process, its build, and more. One whose process has ended
 * claims nothing. Thread-safe, also between processes.
 */
final class Claims {

    private static final String CLAIMS = "claims";

    private final StoreFolder folder;
    private final LayerStore layers;
    private final String owner;

    Claims(StoreFolder folder, LayerStore layers, ProcessIdentity owner) {
        this.folder = folder;
        this.layers = layers;
        this.owner = owner.toString();
    }

    /** Claims something, if nobody has. */
    boolean take(String name, List<Digest> keys) {
        return folder.alone(() -> {
            if (read(name).isPresent()) {
                return false;
            }
            String list = keys.stream().map(Digest::hex).collect(Collectors.joining(" "));
            folder.write(CLAIMS, name, owner + "\n" + folder.client().buildId() + "\n" + list + "\n");
            return true;
        });
    }

    /** Claims states, unless somebody has claimed the first. */
    boolean take(List<Digest> keys) {
        return take(keys.get(0).hex(), keys);
    }

    void giveUp(String name) {
        folder.delete(CLAIMS, name);
    }

    /** Whether somebody has claimed it that runs. */
    boolean isTaken(String name) {
        return read(name).isPresent();
    }

    /** A claim that has the first of some states, and how far it goes. */
    Optional<Claim> find(List<Digest> keys) {
        return folder.names(CLAIMS).stream()
                .flatMap(name -> read(name).stream())
                .flatMap(lines -> claim(lines, keys).stream())
                .findFirst();
    }

    private static Optional<Claim> claim(List<String> lines, List<Digest> keys) {
        List<String> claimed = List.of(lines.get(2).split(" "));
        return keys.stream()
                .takeWhile(key -> claimed.contains(key.hex()))
                .reduce((first, second) -> second)
                .map(last -> new Claim(lines.get(1), last));
    }

    private Optional<List<String>> read(String name) {
        return folder.read(CLAIMS, name)
                .map(text -> List.of(text.split("\n", -1)))
                .filter(lines -> layers.runs(lines.get(0)));
    }

    /** Forgets claims of clients that have gone; to be called where nobody else changes anything. */
    void sweep() {
        folder.names(CLAIMS).stream().filter(name -> !isTaken(name)).forEach(this::giveUp);
    }
}
