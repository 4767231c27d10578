package dev.chandler.cli;

import dev.chandler.cli.command.CommandTree;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What the launcher runs while the JVM records classes for the class archive.
 *
 * <p>Loads all classes of some jars, and runs the usual commands on a manifest of its own, so that those classes of the
 * libraries are recorded that they use. Makes nothing on any engine.
 */
final class Training {

    private static final List<String> COMMANDS =
            List.of("--help", "build --help", "init", "validate", "render", "graph", "engines", "plan", "plugin list");

    /** Jars of which all classes are recorded: ours, and those that only a build on a real engine goes deep into. */
    private static final List<String> WHOLE_JARS =
            List.of("chandler-", "docker-java-", "okhttp-", "okio-", "jackson-", "gson-");

    private static final String DAEMON = "daemon.sock";

    private Training() {}

    public static void main(String[] args) throws IOException {
        loadWholeJars();
        Path folder = Files.createTempDirectory("chandler-training");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(folder.resolve(DAEMON)));
            Thread answers = new Thread(() -> refuseAll(daemon), "chandler-training-daemon");
            answers.setDaemon(true);
            answers.start();
            for (String command : COMMANDS) {
                CommandTree.run(silent(folder), command.split(" "));
            }
        } finally {
            remove(folder);
        }
    }

    /** Stands for the user's daemon, so that what an exchange takes is recorded, too. */
    private static void refuseAll(ServerSocketChannel daemon) {
        byte[] answer = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                .getBytes(StandardCharsets.US_ASCII);
        try {
            while (true) {
                try (SocketChannel client = daemon.accept()) {
                    client.read(ByteBuffer.allocate(1 << 16));
                    client.write(ByteBuffer.wrap(answer));
                }
            }
        } catch (IOException e) {
            // The training is over.
        }
    }

    private static Console silent(Path folder) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.toString());
        environment.keySet().removeIf(name -> name.startsWith("XDG_") && name.endsWith("_HOME"));
        // What is recorded must not depend on the user's plugins, variables or daemon, nor the daemon be asked.
        environment.keySet().removeIf(name -> name.startsWith("CHANDLER_"));
        environment.put("DOCKER_HOST", "unix://" + folder.resolve(DAEMON));
        return new Console(nowhere, nowhere, folder, environment);
    }

    private static void loadWholeJars() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (WHOLE_JARS.stream().anyMatch(name::startsWith) && Files.isRegularFile(jar)) {
                loadClasses(jar);
            }
        }
    }

    private static void loadClasses(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !name.endsWith("-info"))
                    .forEach(Training::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // A class that cannot be loaded here is only not in the archive.
            System.err.println(name + ": " + e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
