package dev.chandler.engine.docker;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import org.jspecify.annotations.Nullable;

/**
 * The link by which a container's commands find their toolbox at a second place: in while they run, out while anything is
 * looked at or kept. The first process puts it in and takes it out; it is asked only where that may change anything.
 * Thread-safe.
 */
final class ToolsLink {

    private enum Place {
        /** It is in, or what is there has its place. */
        IN,
        /** It is not there. */
        OUT,
        /** Commands may have taken it out, or made room for it. */
        UNKNOWN
    }

    /** For containers that have none. */
    static final ToolsLink NONE = new ToolsLink(null, "", "");

    private final @Nullable FirstProcess first;
    private final String link;
    private final String tools;
    private Place place = Place.OUT;

    private ToolsLink(@Nullable FirstProcess first, String link, String tools) {
        this.first = first;
        this.link = link;
        this.tools = tools;
    }

    /**
     * That of a container; nothing is done yet.
     *
     * @param first null if the container does not run
     * @param settings how the container is, with what is mounted
     */
    static ToolsLink of(@Nullable FirstProcess first, InstanceSettings settings) {
        if (first == null || settings.readOnly()) {
            return NONE;
        }
        return settings.mounts().stream()
                .filter(mount ->
                        mount instanceof Mount.Toolbox toolbox && toolbox.link().isPresent())
                .map(Mount.Toolbox.class::cast)
                .map(toolbox -> new ToolsLink(first, toolbox.link().orElseThrow(), toolbox.target()))
                .findFirst()
                .orElse(NONE);
    }

    /** Puts it in, unless something is there, or nothing can. */
    synchronized void in() throws InterruptedException {
        if (first != null && place != Place.IN) {
            place = Place.UNKNOWN;
            first.link(link, tools);
            place = Place.IN;
        }
    }

    /** Takes it out. */
    synchronized void out() throws InterruptedException {
        if (first != null && place != Place.OUT) {
            place = Place.UNKNOWN;
            if (first.unlink(link, tools)) {
                throw DockerProblems.linkStays(link);
            }
            place = Place.OUT;
        }
    }

    /** Takes it out where it would be among what is got from a path, or on the way there. */
    void outOf(String path) throws InterruptedException {
        if (leads(path) || plain(path).equals("/")) {
            out();
        }
    }

    /** Whether a path, absolute, is that of the link or goes through it. */
    boolean leads(String path) {
        return first != null && plain(path).startsWith(link + "/");
    }

    /** With one slash after each name; by hand, for not every name is one of a file here. */
    private static String plain(String path) {
        return ("/" + path + "/").replaceAll("/(\\./|/)+", "/");
    }

    /** Says that commands may have changed what is there. */
    synchronized void forget() {
        if (place == Place.IN) {
            place = Place.UNKNOWN;
        }
    }
}
