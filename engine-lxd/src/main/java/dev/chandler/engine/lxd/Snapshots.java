package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.lib.engine.Shield;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Keeps states of instances as copies that are never started, found by what is in their configuration. Thread-safe.
 *
 * <p>A copy counts under its key when it is whole; until then it is the build's. Where the pool copies file by file, files that vanish
 * under the daemon's hands are none to it: a client that still holds the instance writes the key when the copy has ended. Where the
 * pool shares blocks, a copy is made at one stroke, whatever becomes of the client and the instance meanwhile: the key is there from the
 * beginning, and counts once the daemon has noted the copy.
 */
final class Snapshots {

    private final LxdHttp http;
    private final Operations operations;
    private final ClientIdentity client;
    private final Place place;
    private final BuildStates build;

    Snapshots(LxdHttp http, Operations operations, ClientIdentity client, Place place, BuildStates build) {
        this.http = http;
        this.operations = operations;
        this.client = client;
        this.place = place;
        this.build = build;
    }

    /**
     * Keeps a state.
     *
     * @param given the settings that the instance was given, of which the state is to have nothing
     * @param made files that were made so that something could be mounted over them
     */
    Snapshot take(String instance, Optional<Digest> key, GivenSettings given, MadeFiles made)
            throws InterruptedException {
        String name = key.map(Names::checkpoint).orElseGet(Names::state);
        JsonObject copy = copy(instance, name, key, given, made);
        return Shield.make(() -> kept(instance, copy, key), state -> new Removal(http, operations).remove(name));
    }

    private Snapshot kept(String instance, JsonObject copy, Optional<Digest> key) throws InterruptedException {
        String what = "cannot keep the state of instance " + instance;
        String name = Json.text(copy, "name");
        operations.run(what, "POST", http.onTarget(http.at("instances")), copy);
        LxdAnswer copied = http.get(http.at("instances", name));
        if (!copied.ok()) {
            throw LxdProblems.refused(what, copied.words());
        }
        if (key.isEmpty()) {
            build.add(name);
        } else if (!Labels.key(Json.object(copied.object(), "config")).equals(key)) {
            operations.run(what, "PATCH", http.at("instances", name), label(key.get()));
        }
        return snapshot(copied.object(), key);
    }

    /**
     * Nothing of how the instance was: only files, and what the daemon notes of them by itself, such as whose numbers they have.
     * What is not said here would be as the instance has it.
     */
    private JsonObject copy(String instance, String name, Optional<Digest> key, GivenSettings given, MadeFiles made) {
        JsonObject config = given.noConfig();
        config.addProperty(Labels.VERSION, client.version());
        if (key.isPresent() && place.copiesAtOneStroke()) {
            config.addProperty(Labels.KEY, key.get().hex());
            config.addProperty(Labels.MAKING, client.buildId());
        } else {
            config.addProperty(Labels.BUILD, client.buildId());
        }
        config.addProperty(Labels.STATE, "true");
        config.addProperty(Labels.MADE, made.label());
        JsonObject devices = given.noDevices();
        place.root().entrySet().forEach(root -> devices.add(root.getKey(), root.getValue()));
        JsonObject source = new JsonObject();
        source.addProperty("type", "copy");
        source.addProperty("source", instance);
        source.addProperty("instance_only", true);
        source.addProperty("allow_inconsistent", true);
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        body.addProperty("ephemeral", false);
        body.add("profiles", new JsonArray());
        body.add("config", config);
        body.add("devices", devices);
        body.add("source", source);
        return body;
    }

    /** From here on it is found, and outlives the build. */
    private static JsonObject label(Digest key) {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.KEY, key.hex());
        config.addProperty(Labels.BUILD, "");
        config.addProperty(Labels.MAKING, "");
        JsonObject body = new JsonObject();
        body.add("config", config);
        return body;
    }

    static Snapshot snapshot(JsonObject instance, Optional<Digest> key) {
        return new Snapshot(Json.text(instance, "name"), key, created(instance), 0);
    }

    static Instant created(JsonObject instance) {
        return Instant.parse(Json.text(instance, "created_at"));
    }

    /** The first of the keys that there is a state for; of several states for one key, the youngest. */
    static Optional<Snapshot> find(LxdHttp http, List<Digest> keys) throws InterruptedException {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        NavigableSet<String> names = InstanceList.names(http);
        for (Digest key : keys) {
            Optional<Digest> sought = Optional.of(key);
            Optional<Snapshot> youngest = InstanceList.starting(http, names, Names.checkpoints(key)).stream()
                    .filter(instance ->
                            Labels.key(Json.object(instance, "config")).equals(sought))
                    .min(byAge())
                    .map(instance -> snapshot(instance, sought));
            if (youngest.isPresent()) {
                return youngest;
            }
        }
        return Optional.empty();
    }

    /** Youngest first. */
    static Comparator<JsonObject> byAge() {
        return Comparator.comparing(Snapshots::created).reversed();
    }
}
