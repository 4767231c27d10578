package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Custom volumes: those of caches, {@code chandler-mount-NAME}, and of toolboxes ({@link ToolboxVolumes}). Thread-safe.
 *
 * <p>Source: LXD 5.0, {@code doc/rest-api.yaml}, {@code /1.0/storage-pools/{name}/volumes/custom}.
 */
final class Volumes {

    private static final String CACHE = "chandler-mount-";

    private final LxdHttp http;
    private final Operations operations;
    private final String pool;

    Volumes(LxdHttp http, Operations operations, String pool) {
        this.http = http;
        this.operations = operations;
        this.pool = pool;
    }

    static String cache(String name) {
        return CACHE + name;
    }

    /**
     * Sees to it that a cache's volume is there.
     *
     * @return whether it has been made by this
     */
    boolean keepCache(String name, ClientIdentity client) throws InterruptedException {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.CACHE, name);
        JsonObject body = new JsonObject();
        body.addProperty("name", cache(name));
        body.addProperty("content_type", "filesystem");
        body.add("config", config);
        LxdAnswer answer = http.send("POST", at(), body);
        if (answer.taken()) {
            return false;
        }
        operations.end("cannot make the cache " + name, answer);
        return true;
    }

    /** Where the pool's custom volumes are, or one of them. */
    HttpUrl.Builder at(String... more) {
        String[] segments = new String[4 + more.length];
        segments[0] = "storage-pools";
        segments[1] = pool;
        segments[2] = "volumes";
        segments[3] = "custom";
        System.arraycopy(more, 0, segments, 4, more.length);
        return http.onTarget(http.at(segments));
    }

    /** The volumes that are ours; their times are not known to all versions of the daemon. */
    List<Resource> list() throws InterruptedException {
        LxdAnswer answer = http.get(at().addQueryParameter("recursion", "1"));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot list the volumes of LXD", answer.words());
        }
        List<Resource> found = new ArrayList<>();
        for (JsonObject volume : Json.objects(answer.metadata())) {
            Optional<String> cache = Labels.text(Json.object(volume, "config"), Labels.CACHE);
            cache.ifPresent(name -> found.add(new Resource(
                    Resource.Kind.CACHE,
                    Json.text(volume, "name"),
                    name,
                    Optional.empty(),
                    Optional.empty(),
                    created(volume),
                    -1)));
            ToolboxVolumes.resource(volume, created(volume)).ifPresent(found::add);
        }
        return found;
    }

    private static Instant created(JsonObject volume) {
        String created = Json.text(volume, "created_at");
        return created.isEmpty() ? Instant.EPOCH : Instant.parse(created);
    }

    /** False where an instance has it. */
    boolean remove(String volume) throws InterruptedException {
        LxdAnswer answer = http.send("DELETE", at(volume), null);
        if (answer.missing()) {
            return true;
        }
        if (!answer.ok() && answer.words().contains("in use")) {
            return false;
        }
        operations.end("cannot remove volume " + volume, answer);
        return true;
    }
}
