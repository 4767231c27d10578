package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Somebody with a project folder and the distribution: writes files, runs commands, and leaves nothing behind.
 *
 * <p>Each test's has a home of its own and a nonce, which manifests take into their steps' environment, so that no test
 * finds what another left in the cache. After each test everything is looked for that should be gone
 * ({@link Leftovers}), and what should be there is removed.
 *
 * <pre>{@code
 * @RegisterExtension
 * final Stranger stranger = new Stranger();
 * }</pre>
 */
final class Stranger implements BeforeEachCallback, AfterEachCallback {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<ChandlerProcess> processes = new ArrayList<>();
    private final List<SocketRelay> relays = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String nonce = "";
    // Nothing is there: what could not be set up is taken down all the same.
    private Path root = Path.of("/tmp/e2e-not-made");
    private Leftovers leftovers = Leftovers.none();
    private final boolean lxd;

    /** Somebody who has Docker. */
    Stranger() {
        this(false);
    }

    private Stranger(boolean lxd) {
        this.lxd = lxd;
    }

    /** Somebody who has LXD beside Docker, and leaves nothing behind there either. */
    static Stranger withLxd() {
        return new Stranger(true);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        byte[] bytes = new byte[5];
        RANDOM.nextBytes(bytes);
        nonce = "e2e" + HexFormat.of().formatHex(bytes);
        // Not below target: a socket's path has to be short.
        root = Files.createTempDirectory(Path.of("/tmp"), "e2e-");
        Files.createDirectories(project());
        Files.createDirectories(root.resolve("tmp"));
        Files.createDirectories(cache());
        Files.createSymbolicLink(cache().resolve("classes"), BuiltDistribution.classArchives());
        leftovers = Leftovers.watch(this, lxd ? Optional.of(new LxdLeftovers()) : Optional.empty());
        environment.clear();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("DOCKER_HOST", Testbed.variable("DOCKER_HOST"));
        if (lxd) {
            environment.put("LXD_DIR", Lxd.folder());
        }
        // Where no daemon is reached, this machine itself is.
        environment.put("CHANDLER_LOCAL_ROOT", root.resolve("local").toString());
        environment.put("HOME", root.resolve("home").toString());
        environment.put("XDG_CACHE_HOME", root.resolve("cache").toString());
        environment.put("XDG_STATE_HOME", root.resolve("state").toString());
        environment.put("XDG_DATA_HOME", root.resolve("data").toString());
        environment.put("CHANDLER_CLASS_ARCHIVE", "now");
        // What a test finds kept is not to depend on how long anything has taken.
        environment.put("CHANDLER_CHECKPOINT", "always");
        environment.put("CHANDLER_JAVA_OPTS", "-Djava.io.tmpdir=" + root.resolve("tmp"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            leftovers.check(processes);
        } finally {
            processes.forEach(ChandlerProcess::close);
            processes.clear();
            relays.forEach(SocketRelay::close);
            relays.clear();
            leftovers.close();
            delete(root);
        }
    }

    /** A word that is in nobody else's manifests, names and files. */
    String nonce() {
        return nonce;
    }

    /** An image name that is nobody else's. */
    String image() {
        return "e2e/" + nonce;
    }

    Path root() {
        return root;
    }

    Path project() {
        return root.resolve("project");
    }

    Path cache() {
        return root.resolve("cache/chandler");
    }

    Path state() {
        return root.resolve("state/chandler");
    }

    /** Where the client may put what it needs for a while; empty again when it ends. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /** Sets a variable of the environment for what is started from now on. */
    Stranger with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Goes on as somebody who has never built anything, on another machine as it were. */
    Stranger elsewhere(String machine) throws IOException {
        Path cache = root.resolve(machine).resolve("cache");
        Files.createDirectories(cache.resolve("chandler"));
        Files.createSymbolicLink(cache.resolve("chandler").resolve("classes"), BuiltDistribution.classArchives());
        return with("XDG_CACHE_HOME", cache.toString())
                .with("XDG_STATE_HOME", root.resolve(machine).resolve("state").toString());
    }

    /** Puts a relay between what is started from now on and the daemon. */
    SocketRelay relay() {
        SocketRelay relay = SocketRelay.at(root.resolve("relay" + relays.size()));
        relays.add(relay);
        with("DOCKER_HOST", relay.address());
        return relay;
    }

    /** Takes the relay away again for what is started from now on. */
    Stranger direct() {
        return with("DOCKER_HOST", Testbed.variable("DOCKER_HOST"));
    }

    /** Writes {@code chandler.yml}; {@code NONCE} in it becomes the nonce. */
    Stranger manifest(String text) {
        file("chandler.yml", text.replace("NONCE", nonce));
        return this;
    }

    /** Writes {@code chandler.yml} for this image, with the nonce in its steps' environment. */
    Stranger manifest(String base, String rest) {
        return manifest("base: " + base + "\nenv: {E2E: NONCE}\nartifact: {repo: " + image() + "}\n" + rest);
    }

    /** Writes a file of the project. */
    Path file(String name, String text) {
        Path file = project().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file of the project. */
    String read(String name) {
        try {
            return Files.readString(project().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code chandler ARGS} in the project to its end. */
    Ended runs(String... args) {
        return starts(args).ended();
    }

    /** Starts {@code chandler ARGS} in the project. */
    ChandlerProcess starts(String... args) {
        return startsIn(project(), args);
    }

    /** Starts {@code chandler ARGS} in a folder. */
    ChandlerProcess startsIn(Path folder, String... args) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        // A background job of a shell has SIGINT ignored, and so has everything below it, this JVM's children too.
        command.addAll(List.of("env", "--default-signal=INT", "--default-signal=TERM"));
        command.add(BuiltDistribution.launcher().toString());
        command.addAll(List.of(args));
        return startsCommand(folder, command);
    }

    /** Starts any program as the stranger would, from their folder and with their environment. */
    ChandlerProcess startsCommand(Path folder, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder().directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        ChandlerProcess process = ChandlerProcess.start(command, builder);
        processes.add(process);
        return process;
    }

    /** Runs {@code chandler build ARGS --progress json}, which has to end well, and says what it did. */
    Built builds(String... args) {
        List<String> all = new ArrayList<>(List.of("build", "--progress", "json"));
        all.addAll(List.of(args));
        return Built.of(runs(all.toArray(String[]::new)).exits(0));
    }

    /** What the daemon's own log has of a build's containers. */
    List<JsonObject> daemonEvents(String buildId, String action) {
        return leftovers.events().of(buildId, action);
    }

    /** All that the daemon's own log has since the test began. */
    List<JsonObject> daemonEvents() {
        return leftovers.events().all();
    }

    /** The containers of the test's builds, running or not. */
    List<String> containers() {
        return buildIds().stream()
                .flatMap(
                        build -> Docker.lines(
                                "ps", "-a", "--filter", "label=dev.chandler.build=" + build, "--format", "{{.Names}}")
                                .stream())
                .toList();
    }

    /** What is left at this moment that nobody asked for. */
    List<String> leftNow() {
        return leftovers.left(processes);
    }

    /** The ids of all builds that left a trace in the client's state. */
    List<String> buildIds() {
        Map<String, Path> ids = new HashMap<>();
        for (String folder : List.of("logs", "builds")) {
            names(state().resolve(folder))
                    .forEach(file -> ids.put(file.getFileName().toString().replaceFirst("\\..*", ""), file));
        }
        return ids.keySet().stream().sorted().toList();
    }

    /** The keys of all states that the daemon keeps of what this client has built. */
    List<String> checkpoints() {
        return keys().stream()
                .filter(key -> Docker.hasImage("chandler-cache:" + key))
                .toList();
    }

    /** All keys that the client knows the preimages of. */
    List<String> keys() {
        return names(cache().resolve("preimages")).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** A folder's entries, none where there is no such folder. */
    static List<Path> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
