package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UpgradeRefusedException;
import dev.chandler.lib.unixhttp.UpgradedConnection;
import dev.chandler.lib.unixhttp.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final LxdClients clients;
    private final Optional<TlsFiles> tls;
    private final Set<Exec> owned = ConcurrentHashMap.newKeySet();

    private LxdHttp(Endpoint endpoint, LxdAddress address, LxdOptions options, OkHttpClient shared, Silence silence) {
        this.endpoint = endpoint;
        this.url = address.url();
        this.options = options;
        this.clients =
                new LxdClients(shared, url.newBuilder().addPathSegment("1.0").build(), silence);
        this.tls = address.files();
    }

    /** Connects to nothing yet. */
    static LxdHttp open(Endpoint endpoint, Map<String, String> environment) {
        return open(endpoint, environment, List.of());
    }

    /** The same, with somebody who looks at each request. */
    static LxdHttp open(Endpoint endpoint, Map<String, String> environment, List<Interceptor> watching) {
        Silence silence = Silence.of(environment);
        LxdAddress address = LxdAddress.parse(endpoint, environment);
        Optional<String> sha256 =
                address instanceof LxdAddress.Https ? Joining.of(environment).fingerprint() : Optional.empty();
        OkHttpClient.Builder client = address.client(endpoint, sha256);
        watching.forEach(client::addInterceptor);
        LxdOptions options = LxdOptions.of(environment, address.project());
        return new LxdHttp(endpoint, address, options, client.build(), silence);
    }

    /** A server that the lxc or incus client knows, in the project there; it is asked for images alone. */
    static LxdHttp open(Endpoint endpoint, LxdRemotes.Remote remote, Silence silence) {
        LxdAddress address = LxdAddress.of(endpoint, remote);
        OkHttpClient client = address.client(endpoint, Optional.empty()).build();
        return new LxdHttp(endpoint, address, LxdOptions.inProject(remote.project()), client, silence);
    }

    /** By which certificates client and daemon know each other; empty on a socket, where they need none. */
    Optional<TlsFiles> tls() {
        return tls;
    }

    /** Where things are made there. */
    LxdOptions options() {
        return options;
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
            throw LxdTrust.refused(endpoint, tls, e).orElseGet(() -> LxdProblems.unreachable(endpoint, e));
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
        return ask(request, Patience.QUESTION);
    }

    private LxdAnswer ask(Request request, Patience patience) throws InterruptedException {
        try {
            return answer(request, patience);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LxdAnswer answer(Request request, Patience patience) throws IOException {
        try (Response response = clients.execute(request, patience)) {
            return LxdAnswer.read(
                    response.code(), response.headers(), response.body().string());
        }
    }

    /**
     * Asks for a sign of life, because something else has not come.
     *
     * @throws EngineException if there is none
     */
    void ping() throws InterruptedException {
        ask(new Request.Builder().url(at().build()).build(), Patience.PING);
    }

    /** Asks for the end of an operation; where it still goes on, the answer says so after a while. */
    LxdAnswer end(String operation, Duration limit) throws InterruptedException {
        Duration wait =
                limit.compareTo(silence().operation()) < 0 ? limit : silence().operation();
        HttpUrl.Builder address =
                named(operation + "/wait").addQueryParameter("timeout", Long.toString(Math.max(1, wait.toSeconds())));
        return ask(new Request.Builder().url(address.build()).build(), Patience.OPERATION);
    }

    /** Streams both ways, for as long as something comes; the caller closes the response. */
    Response stream(Request request) throws InterruptedException {
        try {
            return clients.execute(request, Patience.QUESTION);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Goes on in another protocol, in which it may be silent no longer than in this; the caller closes the connection. */
    UpgradedConnection upgrade(HttpUrl address, String protocol) throws IOException {
        UpgradedConnection connection = UpgradedConnection.open(
                clients.with(Patience.QUESTION),
                new Request.Builder().url(address).build(),
                protocol);
        long limit = silence().limit().toMillis();
        connection.source().timeout().timeout(limit, TimeUnit.MILLISECONDS);
        connection.sink().timeout().timeout(limit, TimeUnit.MILLISECONDS);
        return connection;
    }

    /** One of an operation's WebSockets, which may be silent for as long as it likes; the caller closes it. */
    WebSocketConnection webSocket(String operation, String secret) throws InterruptedException {
        HttpUrl address = named(operation + "/websocket")
                .addQueryParameter("secret", secret)
                .build();
        try {
            return WebSocketConnection.open(
                            clients.with(Patience.QUESTION),
                            new Request.Builder().url(address).build())
                    .patient();
        } catch (UpgradeRefusedException e) {
            throw LxdProblems.refused("cannot connect to an operation of LXD", e.body());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** How long the daemon may be silent. */
    Silence silence() {
        return clients.silence();
    }

    /**
     * What a failed request means: the daemon is gone, unless the caller was interrupted.
     *
     * @throws InterruptedException if it was; the interrupt is cleared then
     */
    EngineException failure(IOException e) throws InterruptedException {
        throwIfInterrupted();
        return LxdProblems.gone(endpoint, clients.lost(e));
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
        clients.close();
    }
}
