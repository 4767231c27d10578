package dev.chandler.engine.lxd;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The name servers of an instance: a file that is mounted over its own before it starts, and is in no state.
 *
 * <p>By a hook of LXC, since neither LXD nor LXC has a word for it, and only that reaches an instance on another machine.
 * Source: lxc.container.conf(5), {@code lxc.hook.autodev}.
 */
final class NameServers {

    /** What is mounted over. */
    static final String FILE = "/etc/resolv.conf";

    private NameServers() {}

    /** A line of LXC's configuration; empty for an instance that asks nobody. */
    static Optional<String> raw(InstanceSettings settings, Optional<Address> address) {
        List<String> servers = servers(settings, address);
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (String server : servers) {
            for (byte value : ("nameserver " + server + "\n").getBytes(StandardCharsets.UTF_8)) {
                text.append(String.format("\\%03o", value & 0xff));
            }
        }
        String script = Scripts.read("name-servers.sh")
                .strip()
                .replaceAll("(then|\\{)\n", "$1 ")
                .replace("\n", "; ");
        return Optional.of("lxc.hook.autodev = /bin/sh -c '" + script.replace("TEXT", text) + "'");
    }

    /** The network's own where none are given. */
    private static List<String> servers(InstanceSettings settings, Optional<Address> address) {
        if (settings.network().kind() == Network.Kind.NONE) {
            return List.of();
        }
        return settings.dns().isEmpty() ? address.map(Address::gateway).stream().toList() : settings.dns();
    }
}
