package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Other servers that the lxc or incus client knows by name, from its {@code config.yml}. Immutable; the file is read at each question.
 *
 * <p>Source: LXD 5.0, {@code lxc/config/file.go}; Incus 6.0, {@code shared/cliconfig/file.go}.
 */
final class LxdRemotes {

    private static final int LARGEST_FILE = 1 << 20;

    private final Map<String, String> environment;

    LxdRemotes(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * A server.
     *
     * @param name what the lxc client calls it
     * @param address {@code https://…}, or {@code unix://} for the one that is spoken to already
     * @param protocol {@code lxd} or {@code incus}, or {@code simplestreams}, which serves images alone
     * @param open whether images are given to anybody, as those of servers of files are
     * @param project the project there; {@code default} where none is named
     * @param folder the lxc client's folder, which has its certificates
     */
    record Remote(String name, String address, String protocol, boolean open, String project, Path folder) {

        /** Whether it is one as LXD and Incus are themselves. */
        boolean isServer() {
            return protocol.equals("lxd") || protocol.equals("incus");
        }

        boolean isServerOfFiles() {
            return protocol.equals("simplestreams");
        }

        boolean isThisOne() {
            return address.startsWith("unix:");
        }

        /** The server's certificate, where the user has trusted it by that. */
        Optional<Path> serverCertificate() {
            return Optional.of(folder.resolve("servercerts").resolve(name + ".crt"))
                    .filter(Files::exists);
        }

        /** By what the server is known, and who the user is to it. */
        TlsFiles tls() {
            return new TlsFiles(serverCertificate(), there("client.crt"), there("client.key"), true);
        }

        private Optional<Path> there(String file) {
            return Optional.of(folder.resolve(file)).filter(Files::exists);
        }
    }

    /** An image on a server. */
    record Named(Remote remote, String alias) {}

    /** Reads {@code REMOTE:ALIAS}; empty where the lxc client knows no such remote. */
    Optional<Named> find(BaseReference.Image reference) {
        String name = reference.name();
        int colon = name.indexOf(':');
        if (colon <= 0 || colon == name.length() - 1) {
            return Optional.empty();
        }
        return find(name.substring(0, colon), (file, why) -> ImageProblems.remotesFile(reference, file, why))
                .map(remote -> new Named(remote, name.substring(colon + 1)));
    }

    /**
     * Finds a server by its name; empty where neither client knows it.
     *
     * @param unreadable what is wrong if a file cannot be read, for a reason
     */
    Optional<Remote> find(String name, BiFunction<Path, String, EngineException> unreadable) {
        for (Path folder : ClientFolders.of(environment).all()) {
            Path file = folder.resolve("config.yml");
            Optional<Remote> remote =
                    Files.exists(file) ? remote(folder, read(file, unreadable), name) : Optional.empty();
            if (remote.isPresent()) {
                return remote;
            }
        }
        return Optional.empty();
    }

    private static Optional<Remote> remote(Path folder, Object content, String name) {
        if (!(map(content).get("remotes") instanceof Map<?, ?> remotes)
                || !(remotes.get(name) instanceof Map<?, ?> found)) {
            return Optional.empty();
        }
        return Optional.of(new Remote(
                name,
                text(found, "addr"),
                text(found, "protocol").isEmpty() ? "lxd" : text(found, "protocol"),
                Boolean.TRUE.equals(found.get("public"))
                        || text(found, "protocol").equals("simplestreams"),
                text(found, "project").isEmpty() ? "default" : text(found, "project"),
                folder));
    }

    private static Object read(Path file, BiFunction<Path, String, EngineException> unreadable) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        options.setMaxAliasesForCollections(10);
        try (InputStream in = Files.newInputStream(file)) {
            Object content = new Yaml(new SafeConstructor(options)).load(in);
            return content == null ? Map.of() : content;
        } catch (IOException | YAMLException e) {
            throw unreadable.apply(file, String.valueOf(e.getMessage()));
        }
    }

    private static Map<?, ?> map(Object content) {
        return content instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
