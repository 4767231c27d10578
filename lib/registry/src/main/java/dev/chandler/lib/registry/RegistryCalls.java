package dev.chandler.lib.registry;

import dev.chandler.lib.dockerconfig.Credentials;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a registry, and on to where it keeps things: never from TLS to plain HTTP, nor with its login to
 * anybody else. Whoever makes it closes it.
 */
final class RegistryCalls implements AutoCloseable {

    private static final int REDIRECTS = 10;
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** These send on a request as it is; the others make of it one that reads. */
    private static final Set<Integer> AS_IT_IS = Set.of(307, 308);

    private final HttpUrl root;
    private final PullTerms terms;
    private final RegistryLogin login;
    private final OkHttpClient own;
    private @Nullable OkHttpClient secure;

    /**
     * Makes one.
     *
     * @param root the registry, which may be asked
     * @param client reaches it
     * @param login who asks; empty for nobody
     * @param terms say who else may be asked, and how long each may take
     */
    RegistryCalls(HttpUrl root, OkHttpClient client, Optional<Credentials> login, PullTerms terms) {
        this.root = root;
        this.terms = terms;
        this.login = new RegistryLogin(client, root, login);
        this.own = client.newBuilder().authenticator(this.login).build();
    }

    static boolean isSame(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    /** Sends a request to wherever it ends; the caller closes the answer. */
    Response send(Request first) throws IOException {
        Request request = first;
        HttpUrl from = root;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpUrl at = request.url();
            requireAllowed(from, at);
            Response response = client(request).newCall(shown(request)).execute();
            HttpUrl to = next(response);
            if (to == null) {
                return response;
            }
            response.close();
            from = at;
            request = request.newBuilder().url(to).build();
        }
        throw new RefusedException(PushRefusal.OTHER, "it sends on more than " + REDIRECTS + " times");
    }

    private Request shown(Request request) {
        return isSame(request.url(), root) ? login.shown(request.newBuilder()).build() : request;
    }

    private static @Nullable HttpUrl next(Response response) {
        Request request = response.request();
        String location = response.header("Location");
        boolean follows =
                response.isRedirect() && (READING.contains(request.method()) || AS_IT_IS.contains(response.code()));
        return follows && location != null ? request.url().resolve(location) : null;
    }

    private void requireAllowed(HttpUrl from, HttpUrl to) throws RefusedException {
        if (isSame(to, root) && from.isHttps() == to.isHttps()) {
            return;
        }
        if ((from.isHttps() && !to.isHttps()) || !terms.allow(to)) {
            throw new RefusedException(
                    PushRefusal.OTHER,
                    "it sends on to plain HTTP, where anybody on the way may change what comes: " + to.host() + ":"
                            + to.port());
        }
    }

    /** What only reads can be sent again where a connection that was kept turns out to be closed. */
    private OkHttpClient client(Request request) throws IOException {
        OkHttpClient made = request.url().isHttps() == root.isHttps() ? own : secure();
        return READING.contains(request.method())
                ? made.newBuilder().retryOnConnectionFailure(true).build()
                : made;
    }

    /** Reaches by TLS where a registry without it keeps things; the authorities are those that this Java trusts. */
    private synchronized OkHttpClient secure() throws IOException {
        OkHttpClient made =
                secure == null ? RegistryClient.client(UnixHttp.tlsClient(TlsFiles.none(true)), terms) : secure;
        secure = made;
        return made;
    }

    @Override
    public synchronized void close() {
        UnixHttp.close(own);
        if (secure != null) {
            UnixHttp.close(secure);
        }
    }
}
