package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** A way to a daemon: what an endpoint's address means. */
sealed interface LxdAddress {

    /** The port on which LXD listens where nothing else is said. */
    int PORT = 8443;

    /** What the name of a server of the lxc or incus client is written behind. */
    String REMOTE = "remote:";

    /** What requests begin with. */
    HttpUrl url();

    /** By which certificates client and daemon know each other; empty on a socket, where they need none. */
    Optional<TlsFiles> files();

    /**
     * A client that gets there.
     *
     * @param sha256 of the certificate of the only server that will do, by TLS; empty where others say which that is
     */
    OkHttpClient.Builder client(Endpoint endpoint, Optional<String> sha256);

    /** The project there that whoever has named the address has named, too. */
    default Optional<String> project() {
        return Optional.empty();
    }

    /** A socket of this machine. */
    record Unix(Path socket) implements LxdAddress {

        static final HttpUrl URL = HttpUrl.get("http://lxd/");

        @Override
        public HttpUrl url() {
            return URL;
        }

        @Override
        public Optional<TlsFiles> files() {
            return Optional.empty();
        }

        @Override
        public OkHttpClient.Builder client(Endpoint endpoint, Optional<String> sha256) {
            return UnixHttp.client(socket);
        }
    }

    /** A host and port, by TLS. */
    record Https(HttpUrl url, TlsFiles tls, Optional<String> project) implements LxdAddress {

        @Override
        public Optional<TlsFiles> files() {
            return Optional.of(tls);
        }

        /** A server is known by the digest, else by its own certificate, else by who has signed that. */
        @Override
        public OkHttpClient.Builder client(Endpoint endpoint, Optional<String> sha256) {
            try {
                if (sha256.isPresent()) {
                    return UnixHttp.pinnedClient(tls, sha256.get());
                }
                return tls.authority().isPresent() ? UnixHttp.pinnedClient(tls) : UnixHttp.tlsClient(tls);
            } catch (IOException e) {
                throw LxdProblems.certificateFiles(endpoint, e);
            }
        }
    }

    /**
     * Reads an endpoint's address; asks nobody.
     *
     * @throws dev.chandler.api.problem.EngineException if it is none
     */
    static LxdAddress parse(Endpoint endpoint, Map<String, String> environment) {
        String address = endpoint.address();
        if (address.startsWith("unix:")) {
            String path = address.substring("unix:".length());
            path = path.startsWith("//") ? path.substring(2) : path;
            return new Unix(socket(endpoint, path));
        }
        if (address.startsWith("/")) {
            return new Unix(socket(endpoint, address));
        }
        if (address.startsWith(REMOTE)) {
            String name = address.substring(REMOTE.length());
            return of(
                    endpoint,
                    new LxdRemotes(environment)
                            .find(name, (file, why) -> LxdProblems.noRemote(endpoint, file + ": " + why))
                            .orElseThrow(() -> LxdProblems.noRemote(
                                    endpoint, "neither the lxc nor the incus client has a remote \"" + name + "\"")));
        }
        HttpUrl url = https(address).orElseThrow(() -> LxdProblems.noAddress(endpoint));
        return new Https(url, tls(url, environment), Optional.empty());
    }

    /**
     * Where a remote is.
     *
     * @throws dev.chandler.api.problem.EngineException if it is no server by HTTPS
     */
    static LxdAddress of(Endpoint endpoint, LxdRemotes.Remote remote) {
        HttpUrl url = https(remote.address())
                .filter(address -> remote.isServer())
                .orElseThrow(() -> LxdProblems.noRemote(
                        endpoint, "it is at " + remote.address() + " and speaks " + remote.protocol()));
        return new Https(url, remote.tls(), Optional.of(remote.project()));
    }

    private static Optional<HttpUrl> https(String address) {
        return Optional.of(address)
                .filter(text -> text.startsWith("https://"))
                .flatMap(text -> Optional.ofNullable(HttpUrl.parse(withPort(text))))
                .filter(url -> url.encodedPath().equals("/") && url.query() == null);
    }

    private static Path socket(Endpoint endpoint, String path) {
        if (!path.startsWith("/") || path.length() == 1) {
            throw LxdProblems.noAddress(endpoint);
        }
        return Path.of(path);
    }

    private static String withPort(String address) {
        String rest = address.substring("https://".length()).replaceFirst("/$", "");
        return "https://" + (rest.matches(".*:[0-9]+|.*:") ? rest : rest + ":" + PORT);
    }

    /** Who the client is, and by what certificate the server is known; else it has to be one that the JDK trusts. */
    private static TlsFiles tls(HttpUrl url, Map<String, String> environment) {
        ClientFolders folders = ClientFolders.of(environment);
        Optional<Path> identity = folders.identity(url);
        return new TlsFiles(
                folders.serverCertificate(url),
                identity.map(folder -> folder.resolve("client.crt")),
                identity.map(folder -> folder.resolve("client.key")),
                true);
    }
}
