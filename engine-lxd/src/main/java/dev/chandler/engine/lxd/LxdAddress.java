package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** A way to a daemon: what an endpoint's address means. */
sealed interface LxdAddress {

    /** The port on which LXD listens where nothing else is said. */
    int PORT = 8443;

    /** The folder that has {@code client.crt}, {@code client.key}, and may have {@code server.crt}. */
    String CLIENT = "CHANDLER_LXD_CLIENT";

    /** A socket of this machine. */
    record Unix(Path socket) implements LxdAddress {}

    /** A host and port, by TLS. */
    record Https(HttpUrl url, TlsFiles tls) implements LxdAddress {}

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
        HttpUrl url = address.startsWith("https://") ? HttpUrl.parse(withPort(address)) : null;
        if (url == null || !url.encodedPath().equals("/") || url.query() != null) {
            throw LxdProblems.noAddress(endpoint);
        }
        return new Https(url, tls(url, environment));
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
        Optional<Path> folder = folder(environment);
        Optional<Path> server = there(folder, "server.crt")
                .or(() -> there(folder.map(path -> path.resolve("servercerts")), url.host() + ".crt"));
        return new TlsFiles(server, there(folder, "client.crt"), there(folder, "client.key"), true);
    }

    /** The lxc client's own where nothing is said: that is whom the daemon trusts already. */
    static Optional<Path> folder(Map<String, String> environment) {
        return given(environment, CLIENT)
                .or(() -> given(environment, "LXD_CONF"))
                .or(() -> given(environment, "HOME")
                        .map(home -> Files.isDirectory(home.resolve("snap/lxd/common/config"))
                                ? home.resolve("snap/lxd/common/config")
                                : home.resolve(".config/lxc")));
    }

    private static Optional<Path> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private static Optional<Path> there(Optional<Path> folder, String name) {
        return folder.map(path -> path.resolve(name)).filter(Files::exists);
    }
}
