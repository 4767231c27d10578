package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a daemon may be, as the clients lxc and incus find it: the address given, else the sockets that their variables name,
 * {@code LXD_SOCKET} or else {@code LXD_DIR}, {@code INCUS_SOCKET} or else {@code INCUS_DIR}; else the usual ones.
 */
final class LxdEndpoints {

    private static final List<Endpoint> USUAL = List.of(
            new Endpoint("unix:///var/snap/lxd/common/lxd/unix.socket", "default, the snap's"),
            new Endpoint("unix:///var/lib/lxd/unix.socket", "default"),
            new Endpoint("unix:///run/incus/unix.socket", "default, Incus's"),
            new Endpoint("unix:///var/lib/incus/unix.socket", "default, Incus's"));

    private LxdEndpoints() {}

    static List<Endpoint> list(Optional<String> given, Map<String, String> environment) {
        if (given.isPresent()) {
            Endpoint endpoint = new Endpoint(given.get(), "--endpoint");
            LxdAddress.parse(endpoint, environment);
            return List.of(endpoint);
        }
        List<Endpoint> told = Stream.of("LXD", "INCUS")
                .flatMap(daemon -> told(daemon, environment).stream())
                .toList();
        return told.isEmpty() ? USUAL : told;
    }

    private static Optional<Endpoint> told(String daemon, Map<String, String> environment) {
        return told(daemon + "_SOCKET", "", environment).or(() -> told(daemon + "_DIR", "/unix.socket", environment));
    }

    private static Optional<Endpoint> told(String variable, String file, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> new Endpoint("unix://" + value + file, variable));
    }
}
