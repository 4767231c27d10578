package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Resource;
import dev.chandler.lib.oci.ImageConfigJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * The volumes of toolboxes: one that has the files, and beside it an empty one that says that they are whole.
 *
 * <p>Both have the label of one filling: so a mark that was made late, by a client that was given up, says nothing of the
 * volume that another has filled since. Thread-safe.
 */
final class ToolboxVolumes {

    /** Which filling a volume is of: the build and a random word. */
    private static final String FILLING_LABEL = "dev.chandler.filling";

    private static final String NAME = "chandler-toolbox-";
    private static final String WHOLE = "-whole";
    private static final MediaType JSON = MediaType.get("application/json");

    /**
     * The two volumes of one toolbox, as far as they are there.
     *
     * @param files the labels of the one with the files
     * @param mark the labels of the other
     * @param created when the files' was made
     */
    record Found(Optional<Map<String, String>> files, Optional<Map<String, String>> mark, Instant created) {

        private static final Found NOTHING = new Found(Optional.empty(), Optional.empty(), Instant.EPOCH);

        boolean whole() {
            return files.isPresent()
                    && mark.isPresent()
                    && !filling(files.get()).isEmpty()
                    && filling(files.get()).equals(filling(mark.get()));
        }

        /** Whether nobody but a mount has made it. */
        boolean unlabelled() {
            return files.isPresent() && filling(files.get()).isEmpty();
        }

        /** The build that is at it, or was when its client went; empty where it is whole. */
        Optional<String> maker() {
            return whole()
                    ? Optional.empty()
                    : files.or(() -> mark)
                            .map(labels -> filling(labels).replaceFirst(" .*", ""))
                            .filter(build -> !build.isEmpty());
        }

        private static String filling(Map<String, String> labels) {
            return labels.getOrDefault(FILLING_LABEL, "");
        }
    }

    private final DockerHttp http;

    ToolboxVolumes(DockerHttp http) {
        this.http = http;
    }

    static String files(Digest digest) {
        return NAME + digest.hex();
    }

    static String mark(Digest digest) {
        return files(digest) + WHOLE;
    }

    /** One request. */
    Found find(Digest digest) throws InterruptedException {
        return list("name", files(digest)).getOrDefault(digest.hex(), Found.NOTHING);
    }

    /** Lists what there is; what is not whole belongs to the build that is making it. */
    List<Resource> resources() throws InterruptedException {
        List<Resource> resources = new ArrayList<>();
        list("label", ClientIdentity.TOOLBOX_LABEL).forEach((hex, found) -> {
            String name = NAME + hex;
            resources.add(new Resource(
                    Resource.Kind.TOOLBOX,
                    name,
                    name,
                    found.maker(),
                    Optional.of(new Digest(hex)),
                    found.created(),
                    -1));
        });
        return resources;
    }

    private Map<String, Found> list(String filter, String value) throws InterruptedException {
        JsonObject filters = new JsonObject();
        filters.add(filter, ImageConfigJson.array(List.of(value)));
        Answer answer = http.get(
                http.at("volumes")
                        .newBuilder()
                        .addQueryParameter("filters", filters.toString())
                        .build(),
                Patience.QUESTION);
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot list the volumes of toolboxes", answer.words());
        }
        Map<String, Found> found = new LinkedHashMap<>();
        if (answer.json().getAsJsonObject().get("Volumes") instanceof JsonArray volumes) {
            volumes.forEach(volume -> add(found, volume.getAsJsonObject()));
        }
        return found;
    }

    private static void add(Map<String, Found> all, JsonObject volume) {
        String name = DockerHttp.text(volume, "Name");
        boolean mark = name.endsWith(WHOLE);
        String hex =
                name.substring(0, name.length() - (mark ? WHOLE.length() : 0)).replaceFirst("^" + NAME, "");
        if (!name.startsWith(NAME) || !hex.matches("[0-9a-f]{64}")) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> label :
                ImageFacts.object(volume, "Labels").entrySet()) {
            labels.put(label.getKey(), label.getValue().getAsString());
        }
        Found other = all.getOrDefault(hex, Found.NOTHING);
        all.put(
                hex,
                mark
                        ? new Found(other.files(), Optional.of(labels), other.created())
                        : new Found(Optional.of(labels), other.mark(), time(volume)));
    }

    private static Instant time(JsonObject volume) {
        String created = DockerHttp.text(volume, "CreatedAt");
        return created.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(created).toInstant();
    }

    /** Makes a volume, unless there is one of that name: which it was is known by its labels alone. */
    void create(String name, Digest digest, ClientIdentity client, String filling) throws InterruptedException {
        JsonObject labels = new JsonObject();
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.TOOLBOX_LABEL, digest.hex());
        labels.addProperty(FILLING_LABEL, client.buildId() + " " + filling);
        JsonObject volume = new JsonObject();
        volume.addProperty("Name", name);
        volume.add("Labels", labels);
        Request request = new Request.Builder()
                .url(http.at("volumes/create"))
                .post(RequestBody.create(volume.toString(), JSON))
                .build();
        Answer answer = http.ask(request, Patience.WORK);
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot make volume " + name, answer.words());
        }
    }
}
