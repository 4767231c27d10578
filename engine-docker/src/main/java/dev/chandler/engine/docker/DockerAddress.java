package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.dockerconfig.DockerContext;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** A way to a daemon: what an endpoint's address means. */
sealed interface DockerAddress {

    /** What stands before the name of one of the user's contexts. */
    String CONTEXT = "context:";

    /** TCP with TLS, whose files are those of the environment. */
    String TLS = "tcp+tls://";

    int PLAIN_PORT = 2375;
    int TLS_PORT = 2376;

    /** A socket of this machine. */
    record Unix(Path socket) implements DockerAddress {}

    /** A host and port; with TLS where there are files for it. */
    record Tcp(HttpUrl url, Optional<TlsFiles> tls) implements DockerAddress {}

    /**
     * The docker client of another machine, by the user's own ssh.
     *
     * @param destination what ssh is to be told
     * @param socket the daemon's socket there; empty for what docker takes there by itself
     */
    record Ssh(List<String> destination, Optional<String> socket) implements DockerAddress {}

    /**
     * Reads an endpoint's address; asks nobody, but looks a context up in the docker client's files.
     *
     * @throws dev.chandler.api.problem.EngineException if it is none, or names a context that is not there
     */
    static DockerAddress parse(Endpoint endpoint, Map<String, String> environment) {
        if (endpoint.address().startsWith(CONTEXT)) {
            return ofContext(endpoint, endpoint.address().substring(CONTEXT.length()), environment);
        }
        URI uri = uri(endpoint, endpoint.address());
        return switch (scheme(uri)) {
            case "tcp+tls", "https" -> tcp(endpoint, uri, Optional.of(tlsFiles(environment)));
            default -> plain(endpoint, uri);
        };
    }

    private static DockerAddress ofContext(Endpoint endpoint, String name, Map<String, String> environment) {
        DockerConfig config = DockerConfig.of(environment);
        DockerContext context =
                config.context(name).orElseThrow(() -> DockerProblems.noContext(endpoint, config.folder()));
        if (context.host().isEmpty()) {
            return new Unix(Path.of("/var/run/docker.sock"));
        }
        URI uri = uri(endpoint, context.host());
        boolean tls = context.tls().isPresent() || context.skipTlsVerify();
        return scheme(uri).equals("tcp") && tls
                ? tcp(endpoint, uri, Optional.of(tlsFiles(context)))
                : plain(endpoint, uri);
    }

    private static TlsFiles tlsFiles(DockerContext context) {
        boolean verify = !context.skipTlsVerify();
        return context.tls()
                .map(folder -> TlsFiles.in(folder, verify))
                .orElseGet(() -> new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), verify));
    }

    private static TlsFiles tlsFiles(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
        Optional<Path> certificates =
                folder.isEmpty() ? DockerConfig.of(environment).folder() : Optional.of(Path.of(folder));
        return certificates
                .map(path -> TlsFiles.in(path, true))
                .orElseGet(() -> new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), true));
    }

    private static DockerAddress plain(Endpoint endpoint, URI uri) {
        return switch (scheme(uri)) {
            case "unix" -> unix(endpoint, uri.getSchemeSpecificPart().replaceFirst("^//", ""));
            case "" -> unix(endpoint, String.valueOf(uri.getPath()));
            case "tcp", "http" -> tcp(endpoint, uri, Optional.empty());
            case "ssh" -> ssh(endpoint, uri);
            case "npipe", "fd" -> throw DockerProblems.unsupported(endpoint);
            default -> throw DockerProblems.noAddress(endpoint);
        };
    }

    private static String scheme(URI uri) {
        return Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    }

    private static URI uri(Endpoint endpoint, String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw DockerProblems.noAddress(endpoint);
        }
    }

    private static DockerAddress unix(Endpoint endpoint, String path) {
        if (!path.startsWith("/")) {
            throw DockerProblems.noAddress(endpoint);
        }
        return new Unix(Path.of(path));
    }

    private static DockerAddress tcp(Endpoint endpoint, URI uri, Optional<TlsFiles> tls) {
        if (uri.getHost() == null) {
            throw DockerProblems.noAddress(endpoint);
        }
        int usual = tls.isPresent() ? TLS_PORT : PLAIN_PORT;
        HttpUrl url = new HttpUrl.Builder()
                .scheme(tls.isPresent() ? "https" : "http")
                .host(uri.getHost().replaceAll("[\\[\\]]", ""))
                .port(uri.getPort() < 0 ? usual : uri.getPort())
                .build();
        return new Tcp(url, tls);
    }

    /** As the docker client reads it: {@code ssh://[USER@]HOST[:PORT][/PATH/OF/SOCKET]}. */
    private static DockerAddress ssh(Endpoint endpoint, URI uri) {
        if (uri.getHost() == null || uri.getHost().startsWith("-")) {
            throw DockerProblems.noAddress(endpoint);
        }
        List<String> destination = new ArrayList<>();
        if (uri.getUserInfo() != null) {
            destination.addAll(List.of("-l", uri.getUserInfo()));
        }
        if (uri.getPort() >= 0) {
            destination.addAll(List.of("-p", String.valueOf(uri.getPort())));
        }
        destination.addAll(List.of("--", uri.getHost().replaceAll("[\\[\\]]", "")));
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        return new Ssh(List.copyOf(destination), path.length() > 1 ? Optional.of(path) : Optional.empty());
    }
}
