package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Custom volumes for toolboxes: {@code chandler-toolbox-DIGEST} is whole, {@code chandler-filling-…} is on its way there.
 * Thread-safe.
 *
 * <p>Source: LXD 5.0, {@code doc/rest-api.yaml}, {@code /1.0/storage-pools/{name}/volumes/custom};
 * {@code doc/api-extensions.md}, {@code custom_volume_backup}.
 */
final class ToolboxVolumes {

    private static final String NAME = "chandler-toolbox-";
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final LxdHttp http;
    private final Operations operations;
    private final Volumes volumes;

    ToolboxVolumes(LxdHttp http, Operations operations, String pool) {
        this.http = http;
        this.operations = operations;
        this.volumes = new Volumes(http, operations, pool);
    }

    static String name(Digest digest) {
        return NAME + Names.shortened(digest);
    }

    static String temporary() {
        return Names.filling();
    }

    boolean isThere(Digest digest) throws InterruptedException {
        LxdAnswer answer = http.get(volumes.at(name(digest)));
        if (!answer.ok() && !answer.missing()) {
            throw LxdProblems.refused("cannot look for a toolbox on LXD", answer.words());
        }
        return answer.ok();
    }

    /** Makes a volume of a backup. */
    void send(String name, ToolboxBackup backup) throws InterruptedException {
        HttpUrl.Builder address = volumes.at();
        Request request = DaemonHeaders.add(new Request.Builder().url(address.build()), "name", name)
                .post(RequestBody.create(backup.file().toFile(), BYTES))
                .build();
        String what = "cannot make a toolbox on LXD";
        try (Response response = http.stream(request)) {
            LxdAnswer answer = LxdAnswer.read(
                    response.code(), response.headers(), response.body().string());
            Operations.Outcome outcome = operations.end(what, answer);
            if (!outcome.ok()) {
                throw LxdProblems.refused(what, outcome.words());
            }
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** False if there is one of that name. */
    boolean rename(String from, String to) throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", to);
        LxdAnswer answer = http.send("POST", volumes.at(from), body);
        if (answer.taken()) {
            return false;
        }
        operations.end("cannot name a toolbox", answer);
        return true;
    }

    void remove(String name) throws InterruptedException {
        volumes.remove(name);
    }

    /** What is not whole belongs to the build that is making it. */
    static Optional<Resource> resource(JsonObject volume, Instant created) {
        String name = Json.text(volume, "name");
        JsonObject config = Json.object(volume, "config");
        Optional<String> build = name.startsWith(NAME) ? Optional.empty() : Labels.text(config, Labels.BUILD);
        return Labels.digest(config, Labels.TOOLBOX)
                .map(digest ->
                        new Resource(Resource.Kind.TOOLBOX, name, name, build, Optional.of(digest), created, -1));
    }
}
