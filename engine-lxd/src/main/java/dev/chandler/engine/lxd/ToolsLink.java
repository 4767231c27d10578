package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Mount;
import dev.chandler.lib.unixhttp.ConnectionWords;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The link by which an instance's commands find their toolbox at a second place: in while they run, out while anything is
 * looked at or kept. By SFTP, which needs no program of the instance; the daemon is asked only where that may change
 * anything. Thread-safe.
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

    private final LxdHttp http;
    private final String instance;
    private final @Nullable String link;
    private final String tools;
    private Place place = Place.OUT;

    /**
     * That of an instance; nothing is done yet.
     *
     * @param toolbox what has a second name; empty where nothing has
     */
    ToolsLink(LxdHttp http, String instance, Optional<Mount.Toolbox> toolbox) {
        this.http = http;
        this.instance = instance;
        this.link = toolbox.flatMap(Mount.Toolbox::link).orElse(null);
        this.tools = toolbox.map(Mount.Toolbox::target).orElse("");
    }

    /** Puts it in, unless something is there. */
    synchronized void in() throws InterruptedException {
        if (link != null && place != Place.IN) {
            place = Place.UNKNOWN;
            ask(sftp -> {
                if (sftp.lstat(link).isEmpty()) {
                    sftp.done(sftp.beginSymlink(tools, link));
                }
            });
            place = Place.IN;
        }
    }

    /** Takes it out. */
    synchronized void out() throws InterruptedException {
        if (link != null && place != Place.OUT) {
            place = Place.UNKNOWN;
            ask(sftp -> {
                boolean there = sftp.lstat(link).filter(Sftp.Attributes::isLink).isPresent();
                if (there && sftp.readlink(link).equals(tools)) {
                    sftp.done(sftp.beginRemove(link));
                }
            });
            place = Place.OUT;
        }
    }

    private interface Work {
        void with(Sftp sftp) throws IOException;
    }

    private void ask(Work work) throws InterruptedException {
        try (Sftp sftp = Sftp.open(http, instance)) {
            work.with(sftp);
        } catch (Sftp.FailedException e) {
            throw LxdProblems.refused(
                    "cannot see to the link " + link + " in instance " + instance, ConnectionWords.of(e));
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** Takes it out where it would be among what is got from a path, or on the way there. */
    void outOf(String path) throws InterruptedException {
        if (leads(path) || plain(path).equals("/")) {
            out();
        }
    }

    /** Takes it out where what is put to a path would go through it, or where it is. */
    void outOfTheWay(String path) throws InterruptedException {
        if (leads(path)) {
            out();
        }
    }

    private boolean leads(String path) {
        return link != null && plain(path).startsWith(link + "/");
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
