package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.oci.ImageConfigJson;
import java.util.List;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Containers that are made to fill a toolbox, and never started: one whose name is the lock, and one through which the
 * files go into the volume. Both are of the build, so that they are found should they stay. Thread-safe.
 */
final class ToolboxContainers {

    /** Where the volume is in the one through which it is filled. */
    static final String PLACE = "/toolbox";

    private static final String NAME = "chandler-fills-";
    private static final MediaType JSON = MediaType.get("application/json");

    private final DockerHttp http;
    private final ClientIdentity client;

    ToolboxContainers(DockerHttp http, ClientIdentity client) {
        this.http = http;
        this.client = client;
    }

    static String lock(Digest digest) {
        return NAME + digest.hex();
    }

    static String filler(Digest digest) {
        return NAME + digest.hex() + "-volume";
    }

    /** Makes the lock; empty if somebody has it. */
    Optional<String> createLock(Digest digest, ImageFacts image) throws InterruptedException {
        return create(lock(digest), image, new JsonArray());
    }

    /** Makes the other one, with the volume in it. */
    String createFiller(Digest digest, ImageFacts image) throws InterruptedException {
        JsonObject options = new JsonObject();
        options.addProperty("NoCopy", true);
        JsonObject mount = new JsonObject();
        mount.addProperty("Type", "volume");
        mount.addProperty("Source", ToolboxVolumes.files(digest));
        mount.addProperty("Target", PLACE);
        mount.add("VolumeOptions", options);
        JsonArray mounts = new JsonArray();
        mounts.add(mount);
        return create(filler(digest), image, mounts)
                .orElseThrow(() -> DockerProblems.refused(
                        "cannot create container " + filler(digest), "another client has made one of that name"));
    }

    private Optional<String> create(String name, ImageFacts image, JsonArray mounts) throws InterruptedException {
        JsonObject labels = new JsonObject();
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.BUILD_LABEL, client.buildId());
        // Over the one that the image has.
        labels.addProperty(ClientIdentity.KEY_LABEL, "");
        JsonObject host = new JsonObject();
        host.addProperty("NetworkMode", "none");
        host.add("Mounts", mounts);
        JsonObject plan = new JsonObject();
        plan.addProperty("Image", image.id().toString());
        plan.add("Entrypoint", ImageConfigJson.array(List.of("/none")));
        plan.add("Labels", labels);
        plan.add("HostConfig", host);
        Request request = new Request.Builder()
                .url(http.at("containers/create")
                        .newBuilder()
                        .addQueryParameter("name", name)
                        .build())
                .post(RequestBody.create(plan.toString(), JSON))
                .build();
        Answer answer = http.ask(request, Patience.WORK);
        if (answer.status() == 409) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot create container " + name, answer.words());
        }
        return Optional.of(DockerHttp.text(JsonParser.parseString(answer.body()).getAsJsonObject(), "Id"));
    }

    /** The id of whoever has the lock. */
    Optional<String> holder(Digest digest) throws InterruptedException {
        Answer answer = http.get(http.at("containers/" + lock(digest) + "/json"), Patience.QUESTION);
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot look at container " + lock(digest), answer.words());
        }
        return Optional.of(DockerHttp.text(answer.json().getAsJsonObject(), "Id"));
    }
}
