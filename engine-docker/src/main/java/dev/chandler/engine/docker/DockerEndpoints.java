package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Docker daemon may be, as the docker client finds it: the address given, else {@code DOCKER_HOST}, else the
 * context of {@code DOCKER_CONTEXT} or of {@code docker context use}, else the usual sockets, and after
 * Docker's own those of Podman.
 */
final class DockerEndpoints {

    private DockerEndpoints() {}

    static List<Endpoint> list(Optional<String> given, Map<String, String> environment) {
        if (given.isPresent()) {
            return List.of(checked(new Endpoint(given.get(), "--endpoint"), environment));
        }
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return List.of(checked(new Endpoint(host, "DOCKER_HOST"), environment));
        }
        String context = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (!context.isEmpty() && !context.equals("default")) {
            return List.of(checked(new Endpoint(DockerAddress.CONTEXT + context, "DOCKER_CONTEXT"), environment));
        }
        Optional<String> current =
                context.isEmpty() ? DockerConfig.of(environment).currentContext() : Optional.empty();
        return current.map(name ->
                        List.of(checked(new Endpoint(DockerAddress.CONTEXT + name, "docker context use"), environment)))
                .orElseGet(() -> usual(environment));
    }

    private static List<Endpoint> usual(Map<String, String> environment) {
        List<Endpoint> usual = new ArrayList<>();
        usual.add(new Endpoint("unix:///var/run/docker.sock", "default"));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            usual.add(new Endpoint("unix://" + runtime + "/docker.sock", "default, rootless"));
        }
        // By ssh, Podman has keys and ways of its own, which are not those of the docker client.
        String podman = environment.getOrDefault("CONTAINER_HOST", "");
        if (!podman.isEmpty() && !podman.startsWith("ssh:")) {
            usual.add(checked(new Endpoint(podman, "CONTAINER_HOST"), environment));
        }
        if (!runtime.isEmpty()) {
            usual.add(new Endpoint("unix://" + runtime + "/podman/podman.sock", "Podman's default, rootless"));
        }
        usual.add(new Endpoint("unix:///run/podman/podman.sock", "Podman's default"));
        return List.copyOf(usual);
    }

    /** Says at once where an address is none; whether it can be reached is found out by connecting. */
    private static Endpoint checked(Endpoint endpoint, Map<String, String> environment) {
        DockerAddress.parse(endpoint, environment);
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        if (tls && endpoint.address().startsWith("tcp://")) {
            String address = DockerAddress.TLS + endpoint.address().substring("tcp://".length());
            return new Endpoint(address, endpoint.origin() + " with DOCKER_TLS_VERIFY");
        }
        return endpoint;
    }
}
