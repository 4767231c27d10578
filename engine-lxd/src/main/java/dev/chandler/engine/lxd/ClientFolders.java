package dev.chandler.engine.lxd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * Folders of the clients of LXD and Incus: who the user is, and which servers he knows. Immutable; files are looked at when asked
 * for.
 *
 * <p>Source: LXD 5.0, {@code lxc/main.go}; Incus 6.0, {@code shared/cliconfig/file.go}.
 *
 * @param all LXD's first; each may be there or not
 */
record ClientFolders(List<Path> all) {

    /** The folder that has {@code client.crt}, {@code client.key}, and may have {@code server.crt}. */
    static final String VARIABLE = "CHANDLER_LXD_CLIENT";

    ClientFolders {
        all = List.copyOf(all);
    }

    /** The folder that is given, else those that the clients are told of, else their usual ones. */
    static ClientFolders of(Map<String, String> environment) {
        Optional<Path> own = given(environment, VARIABLE);
        if (own.isPresent()) {
            return new ClientFolders(List.of(own.get()));
        }
        List<Path> told = Stream.of("LXD_CONF", "INCUS_CONF")
                .flatMap(name -> given(environment, name).stream())
                .toList();
        return new ClientFolders(told.isEmpty() ? usual(environment) : told);
    }

    private static List<Path> usual(Map<String, String> environment) {
        List<Path> usual = new ArrayList<>();
        given(environment, "HOME").ifPresent(home -> {
            Path snap = home.resolve("snap/lxd/common/config");
            usual.add(Files.isDirectory(snap) ? snap : home.resolve(".config/lxc"));
            usual.add(home.resolve(".config/incus"));
        });
        return usual;
    }

    private static Optional<Path> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    /** The certificate by which a server is known, in the first folder that has one. */
    Optional<Path> serverCertificate(HttpUrl server) {
        return all.stream()
                .flatMap(folder -> serverCertificate(folder, server).stream())
                .findFirst();
    }

    private static Optional<Path> serverCertificate(Path folder, HttpUrl server) {
        Path known = folder.resolve("servercerts");
        return Stream.of(
                        folder.resolve("server.crt"),
                        known.resolve(fileName(server)),
                        known.resolve(server.host() + ".crt"))
                .filter(Files::exists)
                .findFirst();
    }

    /** What a server's certificate is called among others: of one host several servers may listen. */
    static String fileName(HttpUrl server) {
        return server.host() + "_" + server.port() + ".crt";
    }

    /** The folder that says who the user is, to a server: the one that knows it, else the first that says so at all. */
    Optional<Path> identity(HttpUrl server) {
        return all.stream()
                .filter(ClientFolders::hasIdentity)
                .filter(folder -> serverCertificate(folder, server).isPresent())
                .findFirst()
                .or(() -> all.stream().filter(ClientFolders::hasIdentity).findFirst());
    }

    private static boolean hasIdentity(Path folder) {
        return Files.exists(folder.resolve("client.crt")) && Files.exists(folder.resolve("client.key"));
    }

    /** Where something new belongs: the first folder that is there, else the first that may be. */
    Optional<Path> forNew() {
        return all.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }
}
