package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * An address that this engine can reach.
 *
 * @param socket the Unix socket; empty for TCP
 * @param url what requests are made to; its host counts for TCP only
 */
record DockerAddress(Optional<Path> socket, HttpUrl url) {

    static final String CONTEXT = "context:";
    static final String TLS = "tcp+tls://";

    private static final int PLAIN_PORT = 2375;

    /**
     * Reads an endpoint's address.
     *
     * @throws dev.chandler.api.problem.EngineException if it is none; one that is known but cannot be used yet is only
     *     refused by {@link #client}
     */
    static DockerAddress parse(Endpoint endpoint) {
        URI uri = uri(endpoint);
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "unix" -> unix(endpoint, uri.getSchemeSpecificPart().replaceFirst("^//", ""));
            case "" -> unix(endpoint, uri.getPath());
            case "tcp", "http" -> tcp(endpoint, uri);
            case "ssh", "https", "context", "tcp+tls", "npipe", "fd" -> throw DockerProblems.unsupported(endpoint);
            default -> throw DockerProblems.noAddress(endpoint);
        };
    }

    private static URI uri(Endpoint endpoint) {
        try {
            return new URI(endpoint.address());
        } catch (URISyntaxException e) {
            throw DockerProblems.noAddress(endpoint);
        }
    }

    private static DockerAddress unix(Endpoint endpoint, String path) {
        if (!path.startsWith("/")) {
            throw DockerProblems.noAddress(endpoint);
        }
        return new DockerAddress(Optional.of(Path.of(path)), HttpUrl.get("http://docker/"));
    }

    private static DockerAddress tcp(Endpoint endpoint, URI uri) {
        if (uri.getHost() == null) {
            throw DockerProblems.noAddress(endpoint);
        }
        int port = uri.getPort() < 0 ? PLAIN_PORT : uri.getPort();
        return new DockerAddress(
                Optional.empty(),
                new HttpUrl.Builder()
                        .scheme("http")
                        .host(uri.getHost().replaceAll("[\\[\\]]", ""))
                        .port(port)
                        .build());
    }

    OkHttpClient.Builder client() {
        return socket.map(UnixHttp::client).orElseGet(UnixHttp::tcpClient);
    }
}
