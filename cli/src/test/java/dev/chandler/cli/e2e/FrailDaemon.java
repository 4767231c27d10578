package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The testbed's Docker Engine that may be harmed, and which nobody else uses. */
final class FrailDaemon {

    private static final Path TESTBED = Path.of(System.getProperty("basedir", ""))
            .resolve("../testbed")
            .normalize()
            .toAbsolutePath();

    private static final Pattern ADDRESS = Pattern.compile("CHANDLER_TESTBED_FRAIL='unix://([^']+)'");

    /** The only image that stays there. */
    static final String BASE = "busybox:latest";

    private final Path socket;

    private FrailDaemon(Path socket) {
        this.socket = socket;
    }

    /** Brings it up, whatever somebody has left of it. */
    static FrailDaemon up() {
        testbed("up", "frail");
        String environment = testbed("env").out();
        Matcher address = ADDRESS.matcher(environment);
        assertThat(address.find()).as(environment).isTrue();
        return new FrailDaemon(Path.of(address.group(1)));
    }

    Path socket() {
        return socket;
    }

    /** By SIGKILL; its containers are left as they are. */
    void kill() {
        testbed("frail", "kill");
    }

    /** Starts it again, as whoever watches over daemons would; at once where it runs. */
    void start() {
        testbed("frail", "start");
    }

    /** Leaves no room on its disk. */
    void fill() {
        testbed("frail", "fill");
    }

    /** Gives the room back. */
    void free() {
        testbed("frail", "free");
    }

    private static Ended testbed(String script, String... args) {
        List<String> command = new ArrayList<>(List.of(TESTBED.resolve(script).toString()));
        command.addAll(List.of(args));
        return Shell.run(command).exits(0);
    }

    /** Runs {@code docker ARGS}, which has to end well, and gives its standard output without surrounding blanks. */
    String docker(String... args) {
        return Shell.run(command(args)).exits(0).out().strip();
    }

    List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        command.addAll(List.of(args));
        return command;
    }

    /** What is there that nobody asked for: everything but the base, images with a name, and checkpoints. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        docker("ps", "-aq").lines().filter(this::isThere).forEach(container -> left.add("container " + container));
        docker("volume", "ls", "--format", "volume {{.Name}}").lines().forEach(left::add);
        docker("network", "ls", "--filter", "type=custom", "--format", "network {{.Name}}")
                .lines()
                .forEach(left::add);
        docker("images", "-q", "--filter", "dangling=true")
                .lines()
                .filter(image -> !isCheckpoint(image))
                .forEach(image -> left.add("image " + image));
        return left;
    }

    /** Docker 20.10, killed and started again, may list a container that is no longer there, until it starts once more. */
    private boolean isThere(String container) {
        return Shell.run(command("container", "inspect", container)).exitCode() == 0;
    }

    /** One that was replaced has lost its name, and is for {@code chandler cache prune} to remove. */
    private boolean isCheckpoint(String image) {
        return !docker("image", "inspect", "-f", "{{index .Config.Labels \"dev.chandler.key\"}}", image)
                .isEmpty();
    }

    /** Takes away all but the base. */
    void clear() {
        docker("ps", "-aq").lines().filter(this::isThere).forEach(container -> docker("rm", "-f", container));
        List<String> names = docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(name -> !name.equals(BASE) && !name.contains("<none>"))
                .toList();
        if (!names.isEmpty()) {
            List<String> removal = new ArrayList<>(List.of("rmi"));
            removal.addAll(names);
            docker(removal.toArray(String[]::new));
        }
        docker("image", "prune", "-f");
    }
}
