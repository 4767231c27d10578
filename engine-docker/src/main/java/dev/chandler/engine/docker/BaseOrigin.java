package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What an image published over a base takes over from it.
 *
 * @param digest the base's digest
 * @param created when it was made; the epoch where it does not say
 * @param author who made it, empty where nobody is named
 * @param config its config, as written
 * @param layers the diff ids of its layers; empty where they are known only once it has been imported
 * @param history how it came to be, as in an image's config; empty where that has not been asked for
 */
record BaseOrigin(
        Digest digest,
        String created,
        String author,
        JsonObject config,
        List<String> layers,
        Optional<JsonArray> history) {

    static final String EPOCH = "1970-01-01T00:00:00Z";

    static BaseOrigin of(ImageFacts image) {
        return new BaseOrigin(
                image.id(), image.created(), image.author(), image.config(), image.layers(), Optional.empty());
    }

    /** Reads an image's whole config. */
    static BaseOrigin read(Digest digest, JsonObject config) {
        String created = DockerHttp.text(config, "created");
        return new BaseOrigin(
                digest,
                created.isEmpty() ? EPOCH : created,
                DockerHttp.text(config, "author"),
                ImageFacts.object(config, "config"),
                ImageFacts.strings(ImageFacts.object(config, "rootfs").get("diff_ids")),
                Optional.of(config.get("history") instanceof JsonArray array ? array : new JsonArray()));
    }

    /** Of a base that says nothing of itself. */
    static BaseOrigin none(Digest digest) {
        return new BaseOrigin(digest, EPOCH, "", new JsonObject(), List.of(), Optional.of(new JsonArray()));
    }

    BaseOrigin with(JsonArray known) {
        return new BaseOrigin(digest, created, author, config, layers, Optional.of(known));
    }
}
