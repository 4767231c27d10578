package dev.chandler.engine.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * HTTP with one daemon: the questions that have to be fast, and the transport of everything else.
 *
 * <p>Thread-safe. Requests run on the caller's thread and end when it is interrupted.
 */
final class DockerHttp implements AutoCloseable {

    private static final HttpUrl SOCKET = HttpUrl.get("http://docker/");

    /** What the status of such a daemon's storage driver says. */
    private static final String CONTAINERD_IMAGES = "\"io.containerd.snapshotter.v1\"";

    private final Endpoint endpoint;
    private final HttpUrl url;
    private final OkHttpClient shared;
    private final Optional<SshRelay> relay;
    private final Map<Patience, OkHttpClient> clients = new EnumMap<>(Patience.class);
    private final Silence silence;
    private final Heartbeat heartbeat;
    private volatile String version = "";

    private DockerHttp(Endpoint endpoint, HttpUrl url, OkHttpClient shared, Optional<SshRelay> relay, Silence silence) {
        this.endpoint = endpoint;
        this.url = url;
        this.shared = shared;
        this.relay = relay;
        this.silence = silence;
        this.heartbeat = new Heartbeat(silence.heartbeat(), () -> ping(Patience.PING));
    }

    /** Connects to nothing yet. */
    static DockerHttp open(Endpoint endpoint, Map<String, String> environment) {
        return open(endpoint, environment, Silence.of(environment));
    }

    /** The same, with another patience. */
    static DockerHttp open(Endpoint endpoint, Map<String, String> environment, Silence silence) {
        DockerAddress address = DockerAddress.parse(endpoint, environment);
        if (address instanceof DockerAddress.Tcp tcp) {
            return new DockerHttp(endpoint, tcp.url(), client(endpoint, tcp), Optional.empty(), silence);
        }
        Optional<SshRelay> relay = address instanceof DockerAddress.Ssh ssh
                ? Optional.of(SshRelay.open(ssh, environment))
                : Optional.empty();
        Path socket = address instanceof DockerAddress.Unix unix
                ? unix.socket()
                : relay.orElseThrow().socket();
        return new DockerHttp(endpoint, SOCKET, UnixHttp.client(socket).build(), relay, silence);
    }

    private static OkHttpClient client(Endpoint endpoint, DockerAddress.Tcp address) {
        try {
            return address.tls().isEmpty()
                    ? UnixHttp.tcpClient().build()
                    : UnixHttp.tlsClient(address.tls().get()).build();
        } catch (IOException e) {
            throw DockerProblems.unreachable(endpoint, e, "");
        }
    }

    /** Whether it is reached by a socket of this machine, with nothing in between. */
    boolean isLocal() {
        return url.equals(SOCKET) && relay.isEmpty();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Finds out who answers; all later requests are made in the version found. */
    DaemonVersion negotiate() throws InterruptedException {
        JsonObject answer = whoAnswers();
        ApiVersion newest = api(answer, "ApiVersion");
        ApiVersion oldest = api(answer, "MinAPIVersion");
        if (newest.compareTo(ApiVersion.OLDEST) < 0) {
            throw DockerProblems.wrongApi(
                    endpoint,
                    "it speaks API " + newest + " at most; " + ApiVersion.OLDEST + " is the oldest that will do",
                    "upgrade Docker to 20.10 or newer");
        }
        if (oldest.compareTo(ApiVersion.NEWEST) > 0) {
            throw DockerProblems.wrongApi(
                    endpoint,
                    "it speaks API " + oldest + " at least; " + ApiVersion.NEWEST + " is the newest known here",
                    "upgrade Chandler");
        }
        refuseContainerdImages(newest);
        ApiVersion api = newest.compareTo(ApiVersion.NEWEST) < 0 ? newest : ApiVersion.NEWEST;
        version = "v" + api;
        Platform platform = new Platform(text(answer, "Os"), text(answer, "Arch"), "");
        return new DaemonVersion(Product.of(answer), text(answer, "Version"), api, platform);
    }

    private JsonObject whoAnswers() throws InterruptedException {
        Answer answer = greet("version");
        if (!answer.ok()) {
            throw DockerProblems.notDocker(endpoint, "GET /version is answered with status " + answer.status());
        }
        try {
            if (answer.json() instanceof JsonObject version
                    && !text(version, "ApiVersion").isEmpty()) {
                return version;
            }
            throw DockerProblems.notDocker(endpoint, "its answer to GET /version names no API version");
        } catch (JsonParseException e) {
            throw DockerProblems.notDocker(endpoint, "its answer to GET /version is not JSON");
        }
    }

    private Answer greet(String path) throws InterruptedException {
        Request request = new Request.Builder().url(at(path)).build();
        try (Response response = execute(request, Patience.GREETING)) {
            return new Answer(
                    response.code(), response.headers(), response.body().string());
        } catch (IOException e) {
            throwIfInterrupted();
            throw DockerProblems.unreachable(endpoint, e, relayWords());
        }
    }

    /** Only newer daemons are asked, for that takes some 5 ms; where one may not be asked, nothing is known against it. */
    private void refuseContainerdImages(ApiVersion newest) throws InterruptedException {
        if (newest.compareTo(ApiVersion.FIRST_WITH_CONTAINERD_IMAGES) < 0) {
            return;
        }
        Answer info = greet("info");
        if (info.ok() && info.body().contains(CONTAINERD_IMAGES)) {
            throw DockerProblems.wrongApi(
                    endpoint,
                    "it keeps its images in containerd's store, with which Chandler has not been tried yet",
                    "switch to Docker's own image store (\"features\": {\"containerd-snapshotter\": false} in"
                            + " daemon.json), or give the address of another daemon");
        }
    }

    private ApiVersion api(JsonObject answer, String field) {
        String text = text(answer, field);
        if (text.isEmpty()) {
            return ApiVersion.OLDEST;
        }
        return ApiVersion.parse(text)
                .orElseThrow(() -> DockerProblems.notDocker(endpoint, field + " is \"" + text + "\""));
    }

    static String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    /**
     * Where something is, in the version negotiated.
     *
     * @param path without a slash in front; its own slashes are kept
     */
    HttpUrl at(String path) {
        return (version.isEmpty() ? url.newBuilder() : url.newBuilder().addPathSegment(version))
                .addPathSegments(path)
                .build();
    }

    /** Where something is in Podman's own API. */
    HttpUrl libpod(String path) {
        return url.newBuilder().addPathSegments("v4.0.0/libpod/" + path).build();
    }

    /** As docker-java writes it: with the version, and encoded. */
    HttpUrl atEncoded(String pathAndQuery) {
        HttpUrl resolved = url.resolve(pathAndQuery);
        if (resolved == null) {
            throw new IllegalArgumentException("not a path: " + pathAndQuery);
        }
        return resolved;
    }

    /** Asks; status and body are whole when this returns. */
    Answer ask(Request request, Patience patience) throws InterruptedException {
        Call call = call(request, patience);
        Heartbeat.Wait wait = patience == Patience.WORK ? waiting(call::cancel) : () -> {};
        try (Response response = call.execute()) {
            return new Answer(
                    response.code(), response.headers(), response.body().string());
        } catch (IOException e) {
            throw failure(e);
        } finally {
            wait.over();
        }
    }

    Answer get(HttpUrl address, Patience patience) throws InterruptedException {
        return ask(new Request.Builder().url(address).build(), patience);
    }

    /** The caller closes the response. */
    Response execute(Request request, Patience patience) throws IOException {
        return call(request, patience).execute();
    }

    Call call(Request request, Patience patience) {
        return client(patience).newCall(request);
    }

    /** How long that may take. */
    Duration limit(Patience patience) {
        return silence.of(patience);
    }

    /** To be held while something is waited for that may take as long as it likes: it is cut when the daemon is gone. */
    Heartbeat.Wait waiting(Runnable cut) {
        return heartbeat.waiting(cut);
    }

    private void ping(Patience patience) throws IOException {
        execute(new Request.Builder().url(at("_ping")).build(), patience).close();
    }

    /** Who has waited in vain once does not wait as long for each thing that is still to be done. */
    private Response proceed(Interceptor.Chain chain) throws IOException {
        if (heartbeat.lost().isPresent()) {
            ping(Patience.AGAIN);
            heartbeat.found();
        }
        return chain.proceed(chain.request());
    }

    private OkHttpClient client(Patience patience) {
        synchronized (clients) {
            return clients.computeIfAbsent(patience, this::newClient);
        }
    }

    private OkHttpClient newClient(Patience patience) {
        OkHttpClient.Builder builder = shared.newBuilder()
                .connectTimeout(silence.of(Patience.GREETING))
                .readTimeout(silence.of(patience))
                .writeTimeout(silence.of(patience));
        return switch (patience) {
            // An answer that drips for ever is as bad as none.
            case GREETING, PING, AGAIN ->
                builder.callTimeout(silence.of(patience)).build();
            case QUESTION, WORK, STREAM -> builder.addInterceptor(this::proceed).build();
        };
    }

    /**
     * What a failed request means: the daemon is gone, unless the caller was interrupted.
     *
     * @throws InterruptedException if it was; the interrupt is cleared then
     */
    EngineException failure(IOException e) throws InterruptedException {
        throwIfInterrupted();
        // What was cut because the daemon is gone only says that it was cut.
        return DockerProblems.gone(endpoint, heartbeat.lost(e), relayWords());
    }

    /** Through a relay, what OkHttp sees is a connection that ends; the reason is ssh's to tell. */
    private String relayWords() {
        return relay.map(SshRelay::words).orElse("");
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for Docker");
        }
    }

    /** Closes every connection; what still waits for an answer fails. */
    @Override
    public void close() {
        heartbeat.close();
        UnixHttp.close(shared);
        relay.ifPresent(SshRelay::close);
    }
}
