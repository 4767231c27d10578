package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a daemon may be, as the lxc client finds it: the address given, else the socket in {@code LXD_DIR}, else the sockets
 * of the snap, of distributions, and of Incus.
 */
final class LxdEndpoints {

    private LxdEndpoints() {}

    static List<Endpoint> list(Optional<String> given, Map<String, String> environment) {
        if (given.isPresent()) {
            Endpoint endpoint = new Endpoint(given.get(), "--endpoint");
            LxdAddress.parse(endpoint, environment);
            return List.of(endpoint);
        }
        String folder = environment.getOrDefault("LXD_DIR", "");
        if (!folder.isEmpty()) {
            return List.of(new Endpoint("unix://" + folder + "/unix.socket", "LXD_DIR"));
        }
        return List.of(
                new Endpoint("unix:///var/snap/lxd/common/lxd/unix.socket", "default, the snap's"),
                new Endpoint("unix:///var/lib/lxd/unix.socket", "default"),
                new Endpoint("unix:///var/lib/incus/unix.socket", "default, Incus's"));
    }
}
