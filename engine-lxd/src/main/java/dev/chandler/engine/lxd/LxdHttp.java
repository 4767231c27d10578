package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.UnixHttp;
import dev.chandler.lib.unixhttp.UpgradeRefusedException;
import dev.chandler.lib.unixhttp.UpgradedConnection;
import dev.chandler.lib.unixhttp.WebSocketConnection;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with one daemon, and what goes on in other protocols from there.
 *
 * <p>Thread-safe. Requests run on the caller's thread and end when it is interrupted.
 */
final class LxdHttp implements AutoCloseable {

    static final MediaType JSON = MediaType.get("application/json");

    private final Endpoint endpoint;
    private final HttpUrl url;
    private final LxdOptions options;
    private final OkHttpClient shared;
    private final Map<Patience, OkHttpClient> clients = new EnumMap<>(Patience.class);
    private final Set<Exec> owned = ConcurrentHashMap.newKeySet();

    private LxdHttp(Endpoint endpoint, HttpUrl url, LxdOptions options, OkHttpClient shared) {
        this.endpoint = endpoint;
        this.url = url;
        this.options = options;
        this.shared = shared;
    }

    /** Connects to nothing yet. */
    static LxdHttp open(Endpoint endpoint, Map<String, String> environment) {
        return open(endpoint, environment, List.of());
    }

    /** The same, with somebody who looks at each request. */
    static LxdHttp open(Endpoint endpoint, Map<String, String> environment, List<Interceptor> watching) {
        LxdAddress address = LxdAddress.parse(endpoint, environment);
        Optional<String> sha256 =
                address instanceof LxdAddress.Https ? Joining.of(environment).fingerprint() : Optional.empty();
        OkHttpClient.Builder client = address.client(endpoint, sha256);
        watching.forEach(client::addInterceptor);
        LxdOptions options = LxdOptions.of(environment, address.project());
        return new LxdHttp(endpoint, address.url(), options, client.build());
    }

    /** A server that the lxc or incus client knows, in the project there; it is asked for images alone. */
    static LxdHttp open(Endpoint endpoint, LxdRemotes.Remote remote) {
        LxdAddress address = LxdAddress.of(endpoint, remote);
        LxdOptions options = new LxdOptions(remote.project(), "", Optional.empty(), Optional.empty());
        return new LxdHttp(
                endpoint,
                address.url(),
                options,
                address.client(endpoint, Optional.empty()).build());
    }

    /** Whether it is reached by a socket of this machine. */
    boolean isLocal() {
        return url.equals(LxdAddress.Unix.URL);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Where something is, in the project that is used.
     *
     * @param segments what follows {@code /1.0}; each is encoded
     */
    HttpUrl.Builder at(String... segments) {
        return outside(segments).addQueryParameter("project", options.project());
    }

    /** The same, of what is in no project. */
    HttpUrl.Builder outside(String... segments) {
        HttpUrl.Builder address = url.newBuilder().addPathSegment("1.0");
        for (String segment : segments) {
            address.addPathSegment(segment);
        }
        return address;
    }

    /** The same, of what each member of a cluster has its own of: on the member that is asked for, if one is. */
    HttpUrl.Builder onTarget(HttpUrl.Builder address) {
        options.target().ifPresent(member -> address.addQueryParameter("target", member));
        return address;
    }

    /** What the daemon has named, such as {@code /1.0/operations/…}. */
    HttpUrl.Builder named(String path) {
        HttpUrl resolved = url.resolve(path);
        if (resolved == null) {
            throw new IllegalArgumentException("not a path: " + path);
        }
        return resolved.newBuilder();
    }

    /** The first question, to one that may be none. */
    JsonObject greet() throws InterruptedException {
        try {
            LxdAnswer answer = answer(new Request.Builder().url(at().build()).build(), Patience.GREETING);
            if (!answer.ok() || !answer.object().has("api_extensions")) {
                throw LxdProblems.notLxd(endpoint, "GET /1.0 is answered with status " + answer.status());
            }
            return answer.object();
        } catch (IOException e) {
            throwIfInterrupted();
            throw e instanceof SSLHandshakeException
                    ? LxdProblems.unknownServer(endpoint, e)
                    : LxdProblems.unreachable(endpoint, e);
        }
    }

    LxdAnswer get(HttpUrl.Builder address) throws InterruptedException {
        return ask(new Request.Builder().url(address.build()).build());
    }

    /** Sends JSON, or nothing. */
    LxdAnswer send(String method, HttpUrl.Builder address, @Nullable JsonElement body) throws InterruptedException {
        return ask(new Request.Builder()
                .url(address.build())
                .method(method, RequestBody.create(body == null ? "" : body.toString(), JSON))
                .build());
    }

    /** As {@link #send}, refused with 412 where what is there is no longer what was read with this ETag. */
    LxdAnswer sendIf(String etag, String method, HttpUrl.Builder address, JsonElement body)
            throws InterruptedException {
        return ask(new Request.Builder()
                .url(address.build())
                .header("If-Match", etag)
                .method(method, RequestBody.create(body.toString(), JSON))
                .build());
    }

    /** Asks; status and body are whole when this returns. */
    LxdAnswer ask(Request request) throws InterruptedException {
        try {
            return answer(request, Patience.QUESTION);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LxdAnswer answer(Request request, Patience patience) throws IOException {
        try (Response response = client(patience).newCall(request).execute()) {
            return LxdAnswer.read(
                    response.code(), response.headers(), response.body().string());
        }
    }

    /** Streams both ways, for as long as it takes; the caller closes the response. */
    Response stream(Request request) throws InterruptedException {
        return stream(request, Patience.STREAM);
    }

    /** The same, where the daemon may be silent no longer than that. */
    Response stream(Request request, Patience patience) throws InterruptedException {
        try {
            return client(patience).newCall(request).execute();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Goes on in another protocol; the caller closes the connection. */
    UpgradedConnection upgrade(HttpUrl address, String protocol) throws IOException {
        return UpgradedConnection.open(
                client(Patience.STREAM), new Request.Builder().url(address).build(), protocol);
    }

    /** One of an operation's WebSockets; the caller closes it. */
    WebSocketConnection webSocket(String operation, String secret) throws InterruptedException {
        HttpUrl address = named(operation + "/websocket")
                .addQueryParameter("secret", secret)
                .build();
        try {
            return WebSocketConnection.open(
                    client(Patience.STREAM), new Request.Builder().url(address).build());
        } catch (UpgradeRefusedException e) {
            throw LxdProblems.refused("cannot connect to an operation of LXD", e.body());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private OkHttpClient client(Patience patience) {
        synchronized (clients) {
            return clients.computeIfAbsent(patience, this::newClient);
        }
    }

    private OkHttpClient newClient(Patience patience) {
        OkHttpClient.Builder builder = shared.newBuilder()
                .connectTimeout(Patience.GREETING.limit())
                .readTimeout(patience.limit())
                .writeTimeout(patience.limit());
        // An answer that drips for ever is as bad as none.
        return patience == Patience.GREETING
                ? builder.callTimeout(patience.limit()).build()
                : builder.build();
    }

    /**
     * What a failed request means: the daemon is gone, unless the caller was interrupted.
     *
     * @throws InterruptedException if it was; the interrupt is cleared then
     */
    EngineException failure(IOException e) throws InterruptedException {
        throwIfInterrupted();
        return LxdProblems.gone(endpoint, e);
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for LXD");
        }
    }

    /** Has a command's connections closed with this: one that no longer speaks HTTP is nobody else's to close. */
    void own(Exec exec) {
        owned.add(exec);
    }

    /** The opposite of {@link #own}, of what is closed. */
    void disown(Exec exec) {
        owned.remove(exec);
    }

    /** Closes every connection; what still waits for an answer fails. */
    @Override
    public void close() {
        owned.forEach(Exec::close);
        UnixHttp.close(shared);
    }
}
