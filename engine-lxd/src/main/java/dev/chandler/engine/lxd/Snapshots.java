package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.lib.engine.Shield;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps states of instances as copies that are never started, found by what is in their configuration. Thread-safe.
 *
 * <p>A copy is labelled with its key when it is whole; until then, it is the build's. On a pool that can, the copy shares
 * all its blocks with what it was made of.
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
     * @param left files that are no part of it, if they are empty
     */
    Snapshot take(String instance, Optional<Digest> key, Set<String> left) throws InterruptedException {
        String name = key.map(Names::checkpoint).orElseGet(Names::state);
        return Shield.make(() -> made(instance, name, key, left), made -> new Removal(http, operations).remove(name));
    }

    private Snapshot made(String instance, String name, Optional<Digest> key, Set<String> left)
            throws InterruptedException {
        String what = "cannot keep the state of instance " + instance;
        operations.run(what, "POST", http.at("instances"), copy(instance, name));
        for (String file : left) {
            new InstanceFiles(http, name, Set.of()).removeEmpty(file);
        }
        LxdAnswer copied = http.get(http.at("instances", name));
        if (!copied.ok()) {
            throw LxdProblems.refused(what, copied.words());
        }
        operations.run(what, "PUT", http.at("instances", name), state(copied.object(), key));
        if (key.isEmpty()) {
            build.add(name);
        }
        return snapshot(copied.object(), key);
    }

    /** What is not said here is as the instance has it. */
    private JsonObject copy(String instance, String name) {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.BUILD, client.buildId());
        config.addProperty(Labels.STATE, "true");
        config.addProperty(Labels.CLAIMS, "");
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
        body.add("devices", place.root());
        body.add("source", source);
        return body;
    }

    /** Nothing of how the instance was: only files, and what the daemon notes of them, such as whose numbers they have. */
    private JsonObject state(JsonObject copied, Optional<Digest> key) {
        JsonObject config = new JsonObject();
        JsonObject before = Json.object(copied, "config");
        for (String name : before.keySet()) {
            if (name.startsWith("volatile.") || name.startsWith("image.")) {
                config.add(name, before.get(name));
            }
        }
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.STATE, "true");
        config.addProperty(Labels.KEY, key.map(Digest::hex).orElse(""));
        // From here on one with a key outlives the build.
        config.addProperty(Labels.BUILD, key.isPresent() ? "" : client.buildId());
        JsonObject body = new JsonObject();
        body.addProperty("architecture", Json.text(copied, "architecture"));
        body.addProperty("ephemeral", false);
        body.add("profiles", new JsonArray());
        body.add("config", config);
        body.add("devices", place.root());
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
        Map<Digest, Snapshot> youngest = new HashMap<>();
        for (JsonObject instance : InstanceList.ours(http)) {
            Optional<Digest> key = Labels.digest(Json.object(instance, "config"), Labels.KEY);
            key.ifPresent(found -> youngest.merge(
                    found,
                    snapshot(instance, key),
                    (one, other) -> one.created().isBefore(other.created()) ? other : one));
        }
        return keys.stream().filter(youngest::containsKey).findFirst().map(youngest::get);
    }

    /** Youngest first. */
    static Comparator<JsonObject> byAge() {
        return Comparator.comparing(Snapshots::created).reversed();
    }
}
