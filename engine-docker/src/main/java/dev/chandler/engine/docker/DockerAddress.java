package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.dockerconfig.DockerContext;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** A way to a daemon: what an endpoint's address means. */
sealed interface DockerAddress {

    /** What stands before the name of one of the user's contexts. */
    String CONTEXT = "context:";

    /** TCP with TLS, whose files are those of the environment. */
    String TLS = "tcp+tls://";

    int PLAIN_PORT = 2375;
    int TLS_PORT = 2376;

    // By hand: what java.net.URI takes for an address has no spaces in paths, and no underscores in hosts.
    Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.*)");
    Pattern AUTHORITY =
            Pattern.compile("(?:([^@/]+)@)?(\\[[^\\]]+\\]|[^-:/@?#\\[\\]][^:/@?#\\[\\]]*)(?::([0-9]+))?(/.*)?");

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
        return parse(endpoint, endpoint.address(), Optional.empty(), environment);
    }

    private static DockerAddress ofContext(Endpoint endpoint, String name, Map<String, String> environment) {
        DockerConfig config = DockerConfig.of(environment);
        DockerContext context =
                config.context(name).orElseThrow(() -> DockerProblems.noContext(endpoint, config.folder()));
        String host = context.host().isEmpty() ? "unix:///var/run/docker.sock" : context.host();
        boolean tls = context.tls().isPresent() || context.skipTlsVerify();
        return parse(endpoint, host, tls ? Optional.of(tlsFiles(context)) : Optional.empty(), environment);
    }

    private static TlsFiles tlsFiles(DockerContext context) {
        boolean verify = !context.skipTlsVerify();
        return context.tls().map(folder -> TlsFiles.in(folder, verify)).orElseGet(() -> TlsFiles.none(verify));
    }

    private static TlsFiles tlsFiles(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
        Optional<Path> certificates =
                folder.isEmpty() ? DockerConfig.of(environment).folder() : Optional.of(Path.of(folder));
        return certificates.map(path -> TlsFiles.in(path, true)).orElseGet(() -> TlsFiles.none(true));
    }

    /** TLS that a context has holds for plain addresses, too. */
    private static DockerAddress parse(
            Endpoint endpoint, String address, Optional<TlsFiles> tls, Map<String, String> environment) {
        Matcher parts = PARTS.matcher(address);
        if (!parts.matches()) {
            return unix(endpoint, address);
        }
        String rest = parts.group(2);
        return switch (parts.group(1).toLowerCase(Locale.ROOT)) {
            case "unix" -> unix(endpoint, rest);
            case "tcp", "http" -> tcp(endpoint, rest, tls);
            case "tcp+tls", "https" -> tcp(endpoint, rest, tls.or(() -> Optional.of(tlsFiles(environment))));
            case "ssh" -> ssh(endpoint, rest);
            case "npipe", "fd" -> throw DockerProblems.unsupported(endpoint);
            default -> throw DockerProblems.noAddress(endpoint);
        };
    }

    private static DockerAddress unix(Endpoint endpoint, String path) {
        if (!path.startsWith("/")) {
            throw DockerProblems.noAddress(endpoint);
        }
        return new Unix(Path.of(path));
    }

    private static DockerAddress tcp(Endpoint endpoint, String authority, Optional<TlsFiles> tls) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || parts.group(1) != null || path(parts).isPresent()) {
            throw DockerProblems.noAddress(endpoint);
        }
        try {
            int usual = tls.isPresent() ? TLS_PORT : PLAIN_PORT;
            HttpUrl url = new HttpUrl.Builder()
                    .scheme(tls.isPresent() ? "https" : "http")
                    .host(host(parts))
                    .port(parts.group(3) == null ? usual : Integer.parseInt(parts.group(3)))
                    .build();
            return new Tcp(url, tls);
        } catch (IllegalArgumentException e) {
            // No host's name, or no port's number.
            throw DockerProblems.noAddress(endpoint);
        }
    }

    /** As the docker client reads it: {@code ssh://[USER@]HOST[:PORT][/PATH/OF/SOCKET]}. */
    private static DockerAddress ssh(Endpoint endpoint, String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw DockerProblems.noAddress(endpoint);
        }
        List<String> destination = new ArrayList<>();
        if (parts.group(1) != null) {
            destination.addAll(List.of("-l", parts.group(1)));
        }
        if (parts.group(3) != null) {
            destination.addAll(List.of("-p", parts.group(3)));
        }
        destination.addAll(List.of("--", host(parts)));
        return new Ssh(List.copyOf(destination), path(parts));
    }

    private static String host(Matcher parts) {
        return parts.group(2).replaceAll("[\\[\\]]", "");
    }

    /** Slashes alone name nothing. */
    private static Optional<String> path(Matcher parts) {
        return Optional.ofNullable(parts.group(4)).filter(path -> !path.matches("/+"));
    }
}
