package dev.chandler.engine.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what clients have left in the store that run no more, and what nothing needs. Thread-safe, also between processes. */
final class StoreSweep {

    private static final String WORK = "w";

    /** Half of something that does not say whose it is has its place, or an owner, in moments. */
    private static final Duration HALF_MADE = Duration.ofHours(1);

    private final StoreFolder folder;
    private final LayerStore layers;
    private final StateStore states;
    private final ImageStore images;
    private final Claims claims;

    StoreSweep(StoreFolder folder, LayerStore layers, StateStore states, ImageStore images, Claims claims) {
        this.folder = folder;
        this.layers = layers;
        this.states = states;
        this.images = images;
        this.claims = claims;
    }

    /** Removes all of it. */
    void all() {
        for (String name : folder.names(WORK)) {
            if (name.endsWith(StoreFolder.GONE)) {
                StoreFolder.takeApart(folder.path(WORK, name));
            } else if (isLeft(name)) {
                folder.removeTree(folder.path(WORK, name));
            }
        }
        for (StoredState state : states.all()) {
            boolean own =
                    state.build().filter(folder.client().buildId()::equals).isPresent();
            if (own || state.owner().filter(owner -> !layers.runs(owner)).isPresent()) {
                states.remove(state.id());
            }
        }
        unneeded();
    }

    /** Half of something, by a client that has gone. What was told to stay is not. */
    private boolean isLeft(String name) {
        if (!folder.has(WORK, name + "/owner")) {
            return name.endsWith(StoreFolder.HALF)
                    && folder.changed(WORK, name).isBefore(Instant.now().minus(HALF_MADE));
        }
        return folder.read(WORK, name + "/owner")
                .filter(owner -> !folder.has(WORK, name + "/kept"))
                .filter(owner -> !layers.runs(owner.split("\n", -1)[0]))
                .isPresent();
    }

    /** Removes layers that neither a state nor an image has, nor anybody who runs uses, and what is said of those that are not there. */
    void unneeded() {
        List<Path> aside = folder.alone(() -> {
            Set<String> needed = new HashSet<>();
            states.all().forEach(state -> needed.addAll(state.layers()));
            images.layers().forEach(needed::add);
            claims.sweep();
            layers.forgetMissing();
            return layers.takeOut(needed);
        });
        aside.forEach(StoreFolder::takeApart);
    }
}
