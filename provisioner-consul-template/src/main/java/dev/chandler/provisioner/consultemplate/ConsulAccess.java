package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where Consul is and who asks: what the client's environment says, as for Consul's own tools, the manifest over it, and
 * over both the environment's variables that begin with {@value #OVER}, which are the command line's flags.
 *
 * @param environment the client's environment
 * @param settings the manifest's and the config's, by the manifest's keys; paths absolute
 * @param token the manifest's, empty for the environment's
 */
record ConsulAccess(Map<String, String> environment, Map<String, String> settings, Optional<TokenSource> token) {

    private static final String DEFAULT_ADDRESS = "127.0.0.1:8500";

    /** Before the name of a variable makes it one that holds higher than the manifest. */
    private static final String OVER = "CHANDLER_";

    /**
     * That of an environment.
     *
     * @param config what consul-template's own config says, which that tool holds higher
     */
    static ConsulAccess of(Map<String, String> environment, Map<String, String> config) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        put(all, "CONSUL_HTTP_ADDR", config.get("address"));
        put(all, "CONSUL_NAMESPACE", config.get("namespace"));
        return new ConsulAccess(Map.copyOf(all), Map.of(), Optional.empty());
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            all.put(name, value);
        }
    }

    /** Puts the manifest's settings over it. */
    ConsulAccess with(Setting map, Path directory, Consumer<Problem> problems) {
        SettingReader reader = SettingReader.of(map, SettingsModels.CONSUL, problems);
        Map<String, String> read = new LinkedHashMap<>();
        for (String key : SettingsModels.CONSUL.names()) {
            boolean path = key.equals("ca") || key.equals("cert") || key.equals("key");
            reader.text(key)
                    .filter(each -> !each.isEmpty())
                    .ifPresent(
                            each -> read.put(key, path ? directory.resolve(each).toString() : each));
        }
        reader.finish();
        return new ConsulAccess(environment, Map.copyOf(read), token);
    }

    ConsulAccess token(Optional<TokenSource> source) {
        return new ConsulAccess(environment, settings, source);
    }

    Optional<String> datacenter() {
        return variable(OVER + "CONSUL_DATACENTER").or(() -> Optional.ofNullable(settings.get("datacenter")));
    }

    Optional<String> namespace() {
        return said("namespace", "CONSUL_NAMESPACE");
    }

    /** What of it the manifest says that answers depend on. */
    Map<String, String> described() {
        Map<String, String> fields = new LinkedHashMap<>(settings);
        fields.keySet().retainAll(List.of("datacenter", "namespace"));
        return fields;
    }

    /** The address with its scheme. */
    String address() {
        String written = said("address", "CONSUL_HTTP_ADDR").orElse(DEFAULT_ADDRESS);
        if (written.contains("://")) {
            return written;
        }
        return (isTrue("CONSUL_HTTP_SSL") ? "https://" : "http://") + written;
    }

    /**
     * Who the server has to be, and who asks.
     *
     * @throws EngineException if there is a certificate without its key, or a key alone
     */
    TlsFiles tls() {
        Optional<Path> certificate = said("cert", "CONSUL_CLIENT_CERT").map(Path::of);
        Optional<Path> key = said("key", "CONSUL_CLIENT_KEY").map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new EngineException(Problem.of(
                            "CH-CONSUL-030",
                            certificate.isPresent()
                                    ? "the certificate for Consul, " + certificate.get() + ", has no key"
                                    : "the key for Consul, " + key.get() + ", has no certificate")
                    .because("neither is of use alone")
                    .remedy("name both: --consul-client-cert and --consul-client-key, CONSUL_CLIENT_CERT and"
                            + " CONSUL_CLIENT_KEY, or cert: and key: of consul:"));
        }
        return new TlsFiles(
                said("ca", "CONSUL_CACERT").map(Path::of),
                certificate,
                key,
                variable("CONSUL_HTTP_SSL_VERIFY")
                        .map(each -> isTrue("CONSUL_HTTP_SSL_VERIFY"))
                        .orElse(true));
    }

    /** The name that the server's certificate has to have; empty for that of the address. */
    Optional<String> serverName() {
        return variable(OVER + "CONSUL_TLS_SERVER_NAME").or(() -> variable("CONSUL_TLS_SERVER_NAME"));
    }

    /** The highest of those who say something of it. */
    private Optional<String> said(String key, String variable) {
        return variable(OVER + variable)
                .or(() -> Optional.ofNullable(settings.get(key)))
                .or(() -> variable(variable));
    }

    Optional<String> basicAuth() {
        return variable("CONSUL_HTTP_AUTH");
    }

    /**
     * The token, if there is one.
     *
     * @throws EngineException if it is not where it is said to be
     */
    Optional<String> secret() {
        return variable(OVER + "CONSUL_HTTP_TOKEN_FILE")
                .map(TokenSource::file)
                .or(() -> token)
                .or(() -> variable("CONSUL_HTTP_TOKEN").map(set -> TokenSource.variable("CONSUL_HTTP_TOKEN")))
                .or(() -> variable("CONSUL_HTTP_TOKEN_FILE").map(TokenSource::file))
                .map(source -> source.token(environment));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private boolean isTrue(String variable) {
        return variable(variable)
                .filter(value -> value.equals("1") || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("t"))
                .isPresent();
    }
}
