package dev.chandler.engine.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.oci.ImageConfigJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Claims of states: containers named by the first state that they are to make, with a label that has them all.
 *
 * <p>The daemon lets no two containers have one name, whoever asks for it, and a name is free again when its container is
 * gone, which it is soon after its client. Thread-safe.
 */
final class Claims {

    private static final String NAME = "chandler-makes-";

    /** So many characters of a key tell it from all others on a daemon. */
    private static final int SHORT = 24;

    private final DockerHttp http;

    Claims(DockerHttp http) {
        this.http = http;
    }

    static String container(List<Digest> keys) {
        return NAME + shortened(keys.get(0));
    }

    static String label(List<Digest> keys) {
        return keys.stream().map(Claims::shortened).collect(Collectors.joining(" "));
    }

    private static String shortened(Digest key) {
        return key.hex().substring(0, SHORT);
    }

    /** One that is only created, or told to stay, claims nothing: it need not end with its client. */
    Optional<Claim> find(List<Digest> keys) throws InterruptedException {
        JsonObject filters = new JsonObject();
        filters.add("label", ImageConfigJson.array(List.of(ClientIdentity.CLAIMS_LABEL)));
        filters.add("name", ImageConfigJson.array(List.of(NAME)));
        Answer answer = http.get(
                http.at("containers/json")
                        .newBuilder()
                        .addQueryParameter("filters", filters.toString())
                        .build(),
                Patience.QUESTION);
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot list the containers of other builds", answer.words());
        }
        for (JsonElement container : answer.json().getAsJsonArray()) {
            JsonObject labels = ImageFacts.object(container.getAsJsonObject(), "Labels");
            Set<String> claims =
                    Set.of(text(labels, ClientIdentity.CLAIMS_LABEL).split(" "));
            List<Digest> wanted = keys.stream()
                    .takeWhile(key -> claims.contains(shortened(key)))
                    .toList();
            if (!wanted.isEmpty()) {
                return Optional.of(new Claim(text(labels, ClientIdentity.BUILD_LABEL), wanted.get(wanted.size() - 1)));
            }
        }
        return Optional.empty();
    }

    private static String text(JsonObject labels, String name) {
        return labels.has(name) ? labels.get(name).getAsString() : "";
    }
}
