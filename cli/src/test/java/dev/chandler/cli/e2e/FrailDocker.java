package dev.chandler.cli.e2e;

import dev.chandler.cli.e2e.SocketRelay.Moment;
import dev.chandler.core.run.InstanceState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The testbed's Docker Engine that may be harmed. */
final class FrailDocker extends FrailDaemon {

    /** The only image that stays there. */
    private static final String BASE = "busybox:latest";

    private static final String KEYS = "GET .*/images/docker.io/library/chandler-cache:";
    private static final String STEP_ENDED = "\"Running\":false";

    FrailDocker() {
        super("frail", "CHANDLER_TESTBED_FRAIL");
    }

    @Override
    String engine() {
        return "docker";
    }

    @Override
    Path socket() {
        return Path.of(place().replaceFirst("^unix://", ""));
    }

    @Override
    Map<String, String> environment(Path relay) {
        return Map.of("DOCKER_HOST", "unix://" + relay);
    }

    @Override
    String silenceVariable() {
        return "CHANDLER_DOCKER_SILENCE";
    }

    @Override
    Moment moment(Fault.When when, InstanceState state) {
        return when == Fault.When.BEFORE ? before(state) : after(state);
    }

    private static Moment before(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.before(KEYS, 1);
            case STARTING -> Moment.before("POST .*/containers/create", 1);
            // The first step is kept, the second not begun.
            case READY -> Moment.before("POST .*/containers/[^/]+/exec", 2);
            case RUNNING -> Moment.before("POST .*/exec/[^/]+/start", 2);
            case SNAPSHOTTING -> Moment.before("POST .*/commit", 2);
            case PUBLISHING -> Moment.before("POST .*/images/load", 1);
            case CLOSING -> Moment.before("DELETE .*/containers/", 1);
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
    }

    private static Moment after(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.after(KEYS, 1);
            case STARTING -> Moment.after("POST .*/containers/create", 1);
            // The first step has ended, and is not kept yet.
            case READY -> Moment.after("GET .*/exec/[^/]+/json", 1, STEP_ENDED);
            case RUNNING -> Moment.after("POST .*/exec/[^/]+/start", 2, "in the step");
            case SNAPSHOTTING -> Moment.after("POST .*/commit", 2);
            // The daemon begins to answer before it has named the image.
            case PUBLISHING -> Moment.after("POST .*/images/load", 1, "Loaded image");
            case CLOSING -> Moment.after("DELETE .*/containers/", 1);
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
    }

    @Override
    void nameBase(String image) {
        docker("tag", BASE, image);
    }

    @Override
    String id(String image) {
        return docker("image", "inspect", "-f", "{{.Id}}", image);
    }

    @Override
    Map<String, String> tree(String image) {
        return ImageTree.of(command(), image);
    }

    /** Runs {@code docker ARGS}, which has to end well, and gives its standard output without surrounding blanks. */
    private String docker(String... args) {
        return Shell.run(command(args)).exits(0).out().strip();
    }

    private List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        command.addAll(List.of(args));
        return command;
    }

    @Override
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

    @Override
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
