package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The files that each instance has in place of its base's, of which nothing is in any state: by their names in {@code /etc}. */
final class OwnFiles {

    /** Where they are. */
    static final String FOLDER = "etc";

    private static final String HOSTS = """
            127.0.0.1	localhost
            ::1	localhost ip6-localhost ip6-loopback
            fe00::0	ip6-localnet
            ff00::0	ip6-mcastprefix
            ff02::1	ip6-allnodes
            ff02::2	ip6-allrouters
            """;

    private static final Path RESOLVER = Path.of("/etc/resolv.conf");

    private OwnFiles() {}

    static Map<String, String> of(String hostname, InstanceSettings settings) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("hostname", hostname + "\n");
        files.put("hosts", hosts(hostname, settings));
        files.put("resolv.conf", resolver(settings));
        return files;
    }

    private static String hosts(String hostname, InstanceSettings settings) {
        String others = settings.hosts().entrySet().stream()
                .map(entry -> entry.getValue() + "\t" + entry.getKey() + "\n")
                .collect(Collectors.joining());
        return HOSTS + "127.0.1.1\t" + hostname + "\n" + others;
    }

    private static String resolver(InstanceSettings settings) {
        if (!settings.dns().isEmpty()) {
            return settings.dns().stream()
                    .map(address -> "nameserver " + address + "\n")
                    .collect(Collectors.joining());
        }
        try {
            boolean none = settings.network().kind() == Network.Kind.NONE || !Files.exists(RESOLVER);
            return none ? "" : Files.readString(RESOLVER);
        } catch (IOException e) {
            throw LocalProblems.broken("read " + RESOLVER, e);
        }
    }
}
