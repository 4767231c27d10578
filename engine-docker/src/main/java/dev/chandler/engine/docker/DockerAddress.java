package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    // By hand: what java.net.URI takes for an address has no spaces in paths, and no underscores in hosts.
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]+\\]|[^:/@?#\\[\\]]+)(?::([0-9]+))?/*");

    /**
     * Reads an endpoint's address.
     *
     * @throws dev.chandler.api.problem.EngineException if it is none; one that is known but cannot be used yet is only
     *     refused by {@link #client}
     */
    static DockerAddress parse(Endpoint endpoint) {
        Matcher parts = PARTS.matcher(endpoint.address());
        if (!parts.matches()) {
            return unix(endpoint, endpoint.address());
        }
        String rest = parts.group(2);
        return switch (parts.group(1).toLowerCase(Locale.ROOT)) {
            case "unix" -> unix(endpoint, rest);
            case "tcp", "http" -> tcp(endpoint, rest);
            case "ssh", "https", "context", "tcp+tls", "npipe", "fd" -> throw DockerProblems.unsupported(endpoint);
            default -> throw DockerProblems.noAddress(endpoint);
        };
    }

    private static DockerAddress unix(Endpoint endpoint, String path) {
        if (!path.startsWith("/")) {
            throw DockerProblems.noAddress(endpoint);
        }
        return new DockerAddress(Optional.of(Path.of(path)), HttpUrl.get("http://docker/"));
    }

    private static DockerAddress tcp(Endpoint endpoint, String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw DockerProblems.noAddress(endpoint);
        }
        try {
            int port = parts.group(2) == null ? PLAIN_PORT : Integer.parseInt(parts.group(2));
            return new DockerAddress(
                    Optional.empty(),
                    new HttpUrl.Builder()
                            .scheme("http")
                            .host(parts.group(1).replaceAll("[\\[\\]]", ""))
                            .port(port)
                            .build());
        } catch (IllegalArgumentException e) {
            // No host's name, or no port's number.
            throw DockerProblems.noAddress(endpoint);
        }
    }

    OkHttpClient.Builder client() {
        return socket.map(UnixHttp::client).orElseGet(UnixHttp::tcpClient);
    }
}
