package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.lib.oci.ImageConfigJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Request;

/** Questions about images, one small request each: what a build that changes nothing asks. Thread-safe. */
final class DockerImages {

    private static final String CACHE = "chandler-cache";

    private final DockerHttp http;
    private final RegistryLogins logins;

    /** The layers of the checkpoints that were found, by the image's id: under that they never change. */
    private final Map<String, List<String>> layers = new ConcurrentHashMap<>();

    DockerImages(DockerHttp http, RegistryLogins logins) {
        this.http = http;
        this.logins = logins;
    }

    /** The repository in which checkpoints are. */
    static String cacheRepository() {
        return CACHE;
    }

    static String cacheName(Digest key) {
        return CACHE + ":" + key.hex();
    }

    /** Looks for an image on the daemon, by name or id. */
    Optional<ImageFacts> find(String name) throws InterruptedException {
        Answer answer = http.get(http.at("images/" + name + "/json"), Patience.QUESTION);
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot look at image \"" + name + "\"", answer.words());
        }
        return Optional.of(ImageFacts.read(answer.json().getAsJsonObject()));
    }

    /** An image that has to be there. */
    ImageFacts get(String name) throws InterruptedException {
        return find(name)
                .orElseThrow(() -> DockerProblems.refused(
                        "image \"" + name + "\" is no longer there", "somebody has removed it during the build"));
    }

    Optional<Snapshot> checkpoint(Digest key) throws InterruptedException {
        Optional<ImageFacts> image = kept(key);
        image.ifPresent(found -> layers.put(found.id().toString(), found.layers()));
        return image.map(found -> snapshot(found, Optional.of(key)));
    }

    /** The layers of a state, without a question where it was found as a checkpoint; it may have been removed since. */
    List<String> layers(String id) throws InterruptedException {
        List<String> known = layers.get(id);
        return known == null ? get(id).layers() : known;
    }

    /** Asks whether a state is still there that {@link #layers} has not asked for. */
    void requireStillThere(String id) throws InterruptedException {
        if (layers.containsKey(id)) {
            get(id);
        }
    }

    /** What is there under a key; an image that only has such a name is none. */
    Optional<ImageFacts> kept(Digest key) throws InterruptedException {
        return find(ImageName.qualified(cacheName(key)))
                .filter(image -> image.label(ClientIdentity.KEY_LABEL)
                        .filter(key.hex()::equals)
                        .isPresent());
    }

    static Snapshot snapshot(ImageFacts image, Optional<Digest> key) {
        return new Snapshot(
                image.id().toString(),
                key,
                image.createdAt(),
                StubLayer.leftOut(image.layers()).size());
    }

    /** The names of all checkpoints, in one request. */
    List<String> cacheNames() throws InterruptedException {
        JsonObject filters = new JsonObject();
        filters.add("label", ImageConfigJson.array(List.of(ClientIdentity.KEY_LABEL)));
        Answer answer = http.get(
                http.at("images/json")
                        .newBuilder()
                        .addQueryParameter("filters", filters.toString())
                        .build(),
                Patience.QUESTION);
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot list the checkpoints", answer.words());
        }
        List<String> names = new ArrayList<>();
        for (JsonElement image : answer.json().getAsJsonArray()) {
            ImageFacts.strings(image.getAsJsonObject().get("RepoTags")).stream()
                    .map(ImageName::familiar)
                    .forEach(names::add);
        }
        return names;
    }

    /** How an image came to be, oldest entry first; times in whole seconds. */
    JsonArray history(Digest image) throws InterruptedException {
        Answer answer = http.get(http.at("images/" + image + "/history"), Patience.QUESTION);
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot read the history of image " + image, answer.words());
        }
        JsonArray newestFirst = answer.json().getAsJsonArray();
        JsonArray oldestFirst = new JsonArray();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            oldestFirst.add(newestFirst.get(i));
        }
        return oldestFirst;
    }

    /** Asks the registry, through the daemon: the digest of what a pull would give, or the reason why there is none. */
    Answer atRegistry(String name) throws InterruptedException {
        Request.Builder request = new Request.Builder().url(http.at("distribution/" + name + "/json"));
        ImageName image = ImageName.parse(name);
        logins.of(image)
                .ifPresent(login -> request.header("X-Registry-Auth", RegistryLogins.header(login, image.registry())));
        return http.ask(request.build(), Patience.QUESTION);
    }
}
