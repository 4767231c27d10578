package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Somebody with a home of their own who builds on the {@link FrailDaemon}, through a relay that may do harm. */
final class FrailClient implements AutoCloseable {

    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();
    private final FrailDaemon daemon;
    private final List<ChandlerProcess> processes = new ArrayList<>();
    private SocketRelay relay;

    private FrailClient(Path root, FrailDaemon daemon) {
        this.root = root;
        this.daemon = daemon;
        this.relay = SocketRelay.at(relaySocket(), daemon.socket());
    }

    private Path relaySocket() {
        return root.resolve("relay/unix.socket");
    }

    static FrailClient of(FrailDaemon daemon) {
        try {
            // Not below target: a socket's path has to be short.
            Path root = Files.createTempDirectory(Path.of("/tmp"), "e2e-");
            for (String folder : List.of("tmp", "home", "project", "cache/chandler", "relay")) {
                Files.createDirectories(root.resolve(folder));
            }
            Files.createSymbolicLink(root.resolve("cache/chandler/classes"), BuiltDistribution.classArchives());
            FrailClient client = new FrailClient(root, daemon);
            client.environment.putAll(Map.of(
                    "PATH", System.getenv("PATH"),
                    "JAVA_HOME", System.getProperty("java.home"),
                    "HOME", root.resolve("home").toString(),
                    "XDG_CACHE_HOME", root.resolve("cache").toString(),
                    "XDG_STATE_HOME", root.resolve("state").toString(),
                    "XDG_DATA_HOME", root.resolve("data").toString(),
                    "CHANDLER_CLASS_ARCHIVE", "now",
                    "CHANDLER_CHECKPOINT", "always",
                    "CHANDLER_JAVA_OPTS", "-Djava.io.tmpdir=" + root.resolve("tmp")));
            client.environment.putAll(daemon.environment(client.relaySocket()));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FrailClient with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    SocketRelay relay() {
        return relay;
    }

    /** Puts a relay that does no harm where the other was. */
    void mendRelay() {
        relay.cut();
        relay = SocketRelay.at(relaySocket(), daemon.socket());
    }

    FrailClient manifest(String text) {
        try {
            Files.writeString(root.resolve("project/chandler.yml"), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChandlerProcess starts(String... args) {
        List<String> command =
                new ArrayList<>(List.of("setsid", BuiltDistribution.launcher().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder().directory(root.resolve("project").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        ChandlerProcess process = ChandlerProcess.start(command, builder);
        processes.add(process);
        return process;
    }

    /** What is on the client that nobody asked for: temporary files, half-written entries, builds that are not forgotten. */
    List<String> left() {
        List<Path> left = new ArrayList<>(Stranger.names(root.resolve("tmp")));
        left.addAll(Stranger.names(root.resolve("state/chandler/builds")));
        for (String kind : List.of("preimages", "verdicts", "outputs")) {
            Stranger.names(root.resolve("cache/chandler").resolve(kind)).stream()
                    .filter(file -> !file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .forEach(left::add);
        }
        return left.stream().map(file -> "file " + file).toList();
    }

    @Override
    public void close() {
        processes.forEach(ChandlerProcess::close);
        relay.close();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
