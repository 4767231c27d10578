package dev.chandler.cli;

import dev.chandler.cli.command.CommandTree;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What the launcher runs while the JVM records classes for the class archive.
 *
 * <p>Loads all classes of some jars, and runs the usual commands on a manifest of its own, so that those classes of the
 * libraries are recorded that they use. Makes nothing on any engine.
 */
final class Training {

    /** The name of an image that is there already. */
    static final String IMAGE = "training";

    /** The name of one that is not. */
    static final String TAG = "training-made";

    private static final String WITHOUT_STEPS = "without-steps.yml";
    private static final String WITH_STEPS = "with-steps.yml";

    private static final List<String> COMMANDS = List.of(
            "--help",
            "build --help",
            "init",
            "validate",
            "render",
            "graph",
            "engines",
            "plugin list",
            "plan --engine lxd",
            "build -f " + WITHOUT_STEPS + " --engine lxd --tag " + IMAGE,
            "build -f " + WITH_STEPS + " --engine lxd",
            "build -f " + WITH_STEPS + " --engine docker --no-cache --tag " + TAG,
            // Once more: now there is a lock, and there are states.
            "plan -f " + WITH_STEPS + " --engine docker",
            "build -f " + WITH_STEPS + " --engine docker --progress quiet --tag " + TAG);

    /** Jars of which all classes are recorded: ours, and those that only a build on a real engine goes deep into. */
    private static final List<String> WHOLE_JARS =
            List.of("chandler-", "docker-java-", "okhttp-", "okio-", "jackson-", "gson-");

    private static final String DAEMON = "daemon.sock";

    /** It takes three seconds, and thirty on a machine that has much else to do. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Training() {}

    public static void main(String[] args) throws IOException {
        endAfter(LONGEST);
        loadWholeJars();
        Path folder = Files.createTempDirectory("chandler-training");
        Files.writeString(folder.resolve(WITHOUT_STEPS), "name: training\nbase: training\n");
        Files.writeString(
                folder.resolve(WITH_STEPS), "name: training\nbase: training\ninstall:\n  - echo one\n  - echo two\n");
        try (TrainingDaemon daemon = TrainingDaemon.on(folder.resolve(DAEMON))) {
            for (String command : COMMANDS) {
                CommandTree.run(silent(folder, daemon.socket()), command.split(" "));
            }
        } finally {
            remove(folder);
        }
    }

    /** Nobody waits for this JVM: what hangs would stay for ever. */
    private static void endAfter(Duration time) {
        Thread deadline = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(time.toNanos());
                    } catch (InterruptedException e) {
                        // Nobody does that.
                    }
                    System.err.println("not done after " + time.toSeconds() + " s");
                    Runtime.getRuntime().halt(1);
                },
                "chandler-training-deadline");
        deadline.setDaemon(true);
        deadline.start();
    }

    private static Console silent(Path folder, Path daemon) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.toString());
        environment.keySet().removeIf(name -> name.startsWith("XDG_") && name.endsWith("_HOME"));
        // What is recorded must not depend on the user's plugins, variables or daemon, nor the daemon be asked.
        environment.keySet().removeIf(name -> name.startsWith("CHANDLER_"));
        environment.keySet().removeIf(name -> name.matches("(LXD|INCUS)_(DIR|SOCKET)"));
        environment.put("DOCKER_HOST", "unix://" + daemon);
        environment.put("LXD_SOCKET", daemon.toString());
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
