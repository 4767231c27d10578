package dev.chandler.engine.lxd;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file that an instance has its own of: mounted over the base's before it starts, and in no state.
 *
 * <p>By a hook of LXC, since neither LXD nor LXC has a word for it, and only that reaches an instance on another machine.
 * Source: lxc.container.conf(5), {@code lxc.hook.autodev}.
 *
 * @param name its name in {@code /etc}
 * @param first a command of the shell that writes what is before the lines
 * @param lines what is in it
 */
record OwnFile(String name, String first, List<String> lines) {

    private static final String FOLDER = "/etc/";

    /** Those of an instance: which name servers it asks, and whose names it knows. */
    static List<OwnFile> of(InstanceSettings settings, Optional<Address> address) {
        List<OwnFile> files = new ArrayList<>();
        List<String> servers = servers(settings, address);
        if (!servers.isEmpty()) {
            files.add(new OwnFile("resolv.conf", ":", prefixed("nameserver ", servers)));
        }
        if (!settings.hosts().isEmpty()) {
            List<String> hosts = settings.hosts().entrySet().stream()
                    .map(host -> host.getValue() + "\t" + host.getKey())
                    .toList();
            String local = "printf \"127.0.0.1\\tlocalhost\\n::1\\tlocalhost\\n\"";
            files.add(new OwnFile("hosts", "if [ -s $file ]; then cat $file; else " + local + "; fi", hosts));
        }
        return files;
    }

    /** The network's own where none are given. */
    private static List<String> servers(InstanceSettings settings, Optional<Address> address) {
        if (settings.network().kind() == Network.Kind.NONE) {
            return List.of();
        }
        return settings.dns().isEmpty() ? address.map(Address::gateway).stream().toList() : settings.dns();
    }

    private static List<String> prefixed(String prefix, List<String> words) {
        return words.stream().map(word -> prefix + word).toList();
    }

    /** Where an instance has it. */
    String path() {
        return path(name);
    }

    /** Where an instance has the one of a name. */
    static String path(String name) {
        return FOLDER + name;
    }

    /**
     * A line of LXC's configuration.
     *
     * @param made what the state that the instance is made of has of such files: an empty one counts as missing, so that it is noted again
     */
    String raw(MadeFiles made) {
        String script = Scripts.read("own-file.sh")
                .strip()
                .replaceAll("(then|\\{)\n", "$1 ")
                .replace("\n", "; ")
                .replace("THERE", made.has(name) ? "-s" : "-e")
                .replace("NAME", name)
                .replace("FIRST", first)
                .replace("TEXT", octal());
        return "lxc.hook.autodev = /bin/sh -c '" + script + "'";
    }

    private String octal() {
        StringBuilder text = new StringBuilder();
        for (byte value :
                lines.stream().collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("\\%03o", value & 0xff));
        }
        return text.toString();
    }
}
