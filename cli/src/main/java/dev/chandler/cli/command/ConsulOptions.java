package dev.chandler.cli.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where Consul is and who asks, for steps that read of it; holds higher than the manifest. */
final class ConsulOptions {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final String UNIX = "unix://";

    @Option(
            names = "--consul-addr",
            paramLabel = "URL",
            order = 50,
            description = "Where Consul is: host:port, https://host or unix:///socket. Over the manifest. "
                    + "Default: CONSUL_HTTP_ADDR.")
    private @Nullable String address;

    @Option(
            names = "--consul-token-file",
            paramLabel = "FILE",
            order = 51,
            description = "A file with the token for Consul. Default: CONSUL_HTTP_TOKEN, else the file in "
                    + "CONSUL_HTTP_TOKEN_FILE.")
    private @Nullable String tokenFile;

    @Option(
            names = "--consul-ca-cert",
            paramLabel = "FILE",
            order = 52,
            description = "Who has to have signed Consul's certificate, in PEM. Default: CONSUL_CACERT.")
    private @Nullable String authority;

    @Option(
            names = "--consul-client-cert",
            paramLabel = "FILE",
            order = 53,
            description = "The certificate to show to Consul, in PEM. Default: CONSUL_CLIENT_CERT.")
    private @Nullable String certificate;

    @Option(
            names = "--consul-client-key",
            paramLabel = "FILE",
            order = 54,
            description = "The key of that certificate, in PEM. Default: CONSUL_CLIENT_KEY.")
    private @Nullable String key;

    @Option(
            names = "--consul-tls-server-name",
            paramLabel = "NAME",
            order = 55,
            description = "The name that Consul's certificate has, where that is not its host's. "
                    + "Default: CONSUL_TLS_SERVER_NAME.")
    private @Nullable String serverName;

    @Option(
            names = "--consul-namespace",
            paramLabel = "NAME",
            order = 56,
            description = "The namespace to read in. Default: CONSUL_NAMESPACE.")
    private @Nullable String namespace;

    @Option(
            names = "--consul-datacenter",
            paramLabel = "NAME",
            order = 57,
            description = "The datacenter to read in. Default: that of the agent.")
    private @Nullable String datacenter;

    /**
     * The flags as the variables that steps find them in.
     *
     * @param command whose they are
     * @param here what relative files are relative to
     * @return names and values; none for a flag that was not given
     * @throws ParameterException that names the flag of which something is wrong
     */
    Map<String, String> variables(CommandLine command, Path here) {
        return new Variables(command, here, new LinkedHashMap<>())
                .address("--consul-addr", address)
                .file("--consul-token-file", tokenFile, "CHANDLER_CONSUL_HTTP_TOKEN_FILE")
                .file("--consul-ca-cert", authority, "CHANDLER_CONSUL_CACERT")
                .file("--consul-client-cert", certificate, "CHANDLER_CONSUL_CLIENT_CERT")
                .file("--consul-client-key", key, "CHANDLER_CONSUL_CLIENT_KEY")
                .name("--consul-tls-server-name", serverName, "CHANDLER_CONSUL_TLS_SERVER_NAME")
                .name("--consul-namespace", namespace, "CHANDLER_CONSUL_NAMESPACE")
                .name("--consul-datacenter", datacenter, "CHANDLER_CONSUL_DATACENTER")
                .all();
    }

    /** What the flags have given so far. */
    private record Variables(CommandLine command, Path here, Map<String, String> all) {

        Variables address(String flag, @Nullable String value) {
            if (value != null && !isAddress(value)) {
                // What stands before an @ is nobody's business.
                throw wrong(
                        flag,
                        "is no address of Consul: \"" + value.replaceAll("^(\\w+://)?[^/@]*@", "$1")
                                + "\"; host:port, http://…, https://… or unix:///… is one");
            }
            return put(value, "CHANDLER_CONSUL_HTTP_ADDR");
        }

        private static boolean isAddress(String value) {
            if (value.startsWith(UNIX)) {
                return value.startsWith(UNIX + "/");
            }
            try {
                URI uri = new URI(value.contains("://") ? value : "http://" + value);
                return SCHEMES.contains(uri.getScheme()) && uri.getHost() != null && uri.getPort() < 65_536;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        Variables file(String flag, @Nullable String value, String variable) {
            return value == null ? this : put(readable(flag, value).toString(), variable);
        }

        private Path readable(String flag, String value) {
            try {
                Path file = here.resolve(value);
                if (value.isEmpty() || !Files.exists(file)) {
                    throw wrong(flag, "names no file that is there: \"" + value + "\"");
                }
                if (Files.isDirectory(file)) {
                    throw wrong(flag, "names a folder, not a file: \"" + value + "\"");
                }
                if (!Files.isReadable(file)) {
                    throw wrong(flag, "names a file that you may not read: \"" + value + "\"");
                }
                return file;
            } catch (InvalidPathException e) {
                throw wrong(flag, "names no file: " + e.getMessage());
            }
        }

        Variables name(String flag, @Nullable String value, String variable) {
            if (value != null && value.isBlank()) {
                throw wrong(flag, "needs a name");
            }
            return put(value, variable);
        }

        private Variables put(@Nullable String value, String variable) {
            if (value != null) {
                all.put(variable, value);
            }
            return this;
        }

        private ParameterException wrong(String flag, String why) {
            return new ParameterException(command, flag + " " + why);
        }
    }
}
