package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.ImageConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The driver with a Podman service: what Docker's API says too little for there, it asks in Podman's own. */
final class PodmanDriver extends DockerJavaDriver {

    private static final MediaType JSON = MediaType.get("application/json");

    private final DockerHttp http;

    PodmanDriver(DockerHttp http, ApiVersion version) {
        super(http, version);
        this.http = http;
    }

    /** In Docker's API Podman could not be kept from adding lines to /etc/passwd and /etc/group, which would be in the image. */
    @Override
    public Optional<String> createContainer(ContainerPlan plan) throws InterruptedException {
        JsonObject spec = new JsonObject();
        spec.addProperty("name", plan.name());
        spec.addProperty("image", plan.image());
        spec.add("entrypoint", ImageConfigJson.array(plan.entrypoint()));
        spec.add("command", new JsonArray());
        spec.addProperty("user", "0");
        spec.addProperty("work_dir", "/");
        spec.add("labels", object(plan.labels()));
        JsonObject healthcheck = new JsonObject();
        healthcheck.add("Test", ImageConfigJson.array(List.of("NONE")));
        spec.add("healthconfig", healthcheck);
        spec.addProperty("stdin", plan.leased());
        spec.addProperty("remove", plan.leased());
        spec.addProperty("terminal", false);
        spec.addProperty("stop_timeout", 0); // else its removal waits 10 s for a shell that does not heed TERM
        spec.addProperty("manage_password", false);
        spec.addProperty("image_volume_mode", "ignore");
        JsonObject log = new JsonObject();
        log.addProperty("driver", "none");
        spec.add("log_configuration", log);
        Answer answer = ask(http.libpod("containers/create"), spec);
        if (!answer.ok() && answer.words().contains("is already in use")) {
            return Optional.empty();
        }
        return Optional.of(DockerHttp.text(json("cannot create a container from " + plan.image(), answer), "Id"));
    }

    private static JsonObject object(Map<String, String> map) {
        JsonObject object = new JsonObject();
        map.forEach(object::addProperty);
        return object;
    }

    /** Podman takes labels as changes only. */
    @Override
    public String commit(String container, Optional<String> tag, Map<String, String> labels)
            throws InterruptedException {
        HttpUrl.Builder url = http.at("commit")
                .newBuilder()
                .addQueryParameter("container", container)
                .addQueryParameter("pause", "false");
        tag.ifPresent(given ->
                url.addQueryParameter("repo", DockerImages.cacheRepository()).addQueryParameter("tag", given));
        labels.forEach((name, value) -> url.addQueryParameter("changes", "LABEL " + name + "=" + value));
        JsonObject made = post("cannot take a snapshot of container " + container, url.build(), new JsonObject());
        return "sha256:" + DockerHttp.text(made, "Id");
    }

    private JsonObject post(String what, HttpUrl url, JsonObject body) throws InterruptedException {
        return json(what, ask(url, body));
    }

    private Answer ask(HttpUrl url, JsonObject body) throws InterruptedException {
        Request request = new Request.Builder()
                .url(url)
                .post(RequestBody.create(body.toString(), JSON))
                .build();
        return http.ask(request, Patience.WORK);
    }

    private static JsonObject json(String what, Answer answer) {
        if (!answer.ok()) {
            throw DockerProblems.refused(what, answer.words());
        }
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /**
     * It hangs up when a command has ended without reading all of its input. A socket of this machine breaks for no other
     * reason as long as the service is there, which is asked next; from elsewhere, nobody could tell this from an input
     * that was cut.
     */
    @Override
    public OutputStreaming startExec(String exec, Optional<InputStream> stdin, OutputSink output) {
        OutputStreaming streaming = super.startExec(exec, stdin, output);
        return stdin.isPresent() && http.isLocal() ? new HungUp(streaming) : streaming;
    }

    @Override
    public Optional<InputStream> getArchive(String container, String path) throws InterruptedException {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || !PodmanLinks.isLink(http, container, path)) {
            return super.getArchive(container, path);
        }
        Optional<InputStream> directory = super.getArchive(container, slash == 0 ? "/" : path.substring(0, slash));
        try {
            return directory.isEmpty()
                    ? Optional.empty()
                    : PodmanLinks.read(directory.get(), path.substring(slash + 1));
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** Output at whose end the connection may break. */
    private record HungUp(OutputStreaming streaming) implements OutputStreaming {

        @Override
        public void await() throws InterruptedException {
            try {
                streaming.await();
            } catch (EngineException e) {
                if (!(e.getCause() instanceof IOException)) {
                    throw e;
                }
            }
        }

        @Override
        public boolean await(long millis) throws InterruptedException {
            return streaming.await(millis);
        }

        @Override
        public void close() {
            streaming.close();
        }
    }

    /** It names no image's parent: what an image adds to that is not known. */
    @Override
    public List<ImageRow> images() throws InterruptedException {
        return super.images().stream()
                .map(row -> new ImageRow(row.id(), "", row.tags(), row.labels(), row.created(), -1))
                .toList();
    }

    /** It forgets a process's number when that has ended: what has none may have run all the same. */
    @Override
    public Optional<ExecState> execState(String exec) throws InterruptedException {
        return super.execState(exec).map(state -> new ExecState(state.running(), state.exitCode(), true));
    }
}
