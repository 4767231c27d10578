package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** States that instances can start from: chains of layers, found by their keys or known to one build alone. */
final class StateStore {

    private static final String STATES = "states";
    private static final String KEYS = "keys";

    private final StoreFolder folder;
    private final LayerStore layers;
    private final String owner;

    StateStore(StoreFolder folder, LayerStore layers, ProcessIdentity owner) {
        this.folder = folder;
        this.layers = layers;
        this.owner = owner.toString();
    }

    /** Keeps a chain, whose layers are in use; where it has a key it is the one that is found by it from now on. */
    StoredState keep(List<String> chain, Optional<Digest> key) {
        boolean ofBuild = key.isEmpty();
        StoredState state = new StoredState(
                folder.freshName(),
                chain,
                Instant.now(),
                key,
                ofBuild ? Optional.of(folder.client().buildId()) : Optional.empty(),
                ofBuild ? Optional.of(owner) : Optional.empty());
        folder.write(STATES, state.id(), state.text());
        key.ifPresent(value -> folder.write(KEYS, value.hex(), state.id() + "\n"));
        return state;
    }

    Optional<StoredState> get(String id) {
        return folder.read(STATES, id).map(text -> StoredState.read(id, text));
    }

    /** The state that was kept for a key last. */
    Optional<StoredState> find(Digest key) {
        return folder.read(KEYS, key.hex()).flatMap(id -> get(id.strip()));
    }

    List<StoredState> all() {
        return folder.names(STATES).stream().flatMap(id -> get(id).stream()).toList();
    }

    /** The same of one that somebody has kept. */
    LayerUse use(Snapshot snapshot) {
        return use(get(snapshot.id()).orElseThrow(() -> LocalProblems.noState(snapshot.id())));
    }

    /**
     * Has a state's layers stay while something starts from it.
     *
     * @throws dev.chandler.api.problem.EngineException if it is not there any more
     */
    LayerUse use(StoredState state) {
        return folder.alone(() -> {
            if (!folder.has(STATES, state.id())) {
                throw LocalProblems.noState(state.id());
            }
            LayerUse use = layers.using(state.layers());
            use.hold(List.of("states/" + state.id()));
            return use;
        });
    }

    /** Removes a state, but none that something has started from that still runs; its layers go with what sweeps them. */
    boolean remove(String id) {
        return folder.alone(() -> {
            if (layers.isHeld("states/" + id)) {
                return false;
            }
            get(id).flatMap(StoredState::key)
                    .filter(key ->
                            find(key).filter(found -> found.id().equals(id)).isPresent())
                    .ifPresent(key -> folder.delete(KEYS, key.hex()));
            folder.delete(STATES, id);
            return true;
        });
    }
}
