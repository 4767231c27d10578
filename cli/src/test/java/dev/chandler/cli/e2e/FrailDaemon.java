package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.core.run.InstanceState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon of the testbed that may be harmed, and which nobody else uses. */
abstract class FrailDaemon {

    private static final Path TESTBED = Path.of(System.getProperty("basedir", ""))
            .resolve("../testbed")
            .normalize()
            .toAbsolutePath();

    private final String part;
    private final String place;

    /**
     * Brings it up, whatever somebody has left of it.
     *
     * @param part what the testbed calls it
     * @param variable in which the testbed says where it is
     */
    FrailDaemon(String part, String variable) {
        this.part = part;
        testbed("up", part);
        String environment = testbed("env").out();
        Matcher found = Pattern.compile(variable + "='([^']+)'").matcher(environment);
        assertThat(found.find()).as(environment).isTrue();
        this.place = found.group(1);
    }

    /** Where it is, as the testbed says it. */
    String place() {
        return place;
    }

    /** The name of the engine that builds on it. */
    abstract String engine();

    abstract Path socket();

    /** How a client finds it behind a relay, whose socket is called {@code unix.socket}. */
    abstract Map<String, String> environment(Path relay);

    /** The variable that sets how long it may be silent. */
    abstract String silenceVariable();

    /** The moment of a build of two steps at which its instance is in a state. */
    abstract SocketRelay.Moment moment(Fault.When when, InstanceState state);

    /** Has a name point at the base, whatever it has pointed at before. */
    abstract void nameBase(String image);

    /** What a name points at. */
    abstract String id(String image);

    /** A line for each file of an image, by its path. */
    abstract Map<String, String> tree(String image);

    /** What is there that nobody asked for: everything but the base, images with a name, and checkpoints. */
    abstract List<String> left();

    /** Takes away all but the base. */
    abstract void clear();

    /** By SIGKILL; its containers are left as they are. */
    void kill() {
        testbed("frail", part, "kill");
    }

    /** Starts it again, as whoever watches over daemons would; at once where it runs. */
    void start() {
        testbed("frail", part, "start");
    }

    /** Leaves no room on its disk. */
    void fill() {
        testbed("frail", part, "fill");
    }

    /** Gives the room back. */
    void free() {
        testbed("frail", part, "free");
    }

    private static Ended testbed(String script, String... args) {
        List<String> command = new ArrayList<>(List.of(TESTBED.resolve(script).toString()));
        command.addAll(List.of(args));
        return Shell.run(command).exits(0);
    }
}
