package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The root file system of an instance: a chain of layers, over them a folder for what is written, and what is mounted in it. All of it is mounted in the
 * namespace of the instance's {@link Shell} alone.
 *
 * <p>Each state has a folder of its own, that is renamed when the state is kept: so keeping copies nothing. Under the lowest layer lies one with
 * the places where file systems and files are mounted in every instance: what a base lacks of them is in no state. Confined to one thread at a time.
 */
final class InstanceRoot {

    /** So that a layer holds what a tar archive can say, on every kernel, and need not reach the disk: what a crash leaves is thrown away. */
    private static final String OPTIONS = "nodev,index=off,redirect_dir=off,metacopy=off";

    /** The kernel takes 500 at most, and a page of options. */
    static final int LONGEST = 400;

    /** How what the kernel tells of the machine is mounted. */
    static final String SYSTEM = "ro,nosuid,nodev,noexec";

    private static final List<String> PLACES = List.of("dev", "proc", "sys", "etc");
    /** What cp says of a file that is removed, or replaced, while it looks. */
    private static final Pattern GOES_ON = Pattern.compile("[^ ]*cp: (cannot .*: No such file or directory"
            + "|skipping file .*, as it was replaced while being copied)");

    private static final String FOLDER = "rwxr-xr-x";
    private static final String FILE = "rw-r--r--";

    private final Shell shell;
    private final WorkFolder work;
    private final StoreFolder store;
    private final InstanceSettings settings;
    private final String lowest;
    private List<String> chain;
    private int states;
    private int copies;
    private boolean mounted;

    /**
     * Prepares one; nothing is mounted yet.
     *
     * @param chain layers, the lowest first
     */
    InstanceRoot(Shell shell, WorkFolder work, StoreFolder store, InstanceSettings settings, List<String> chain) {
        this.shell = shell;
        this.work = work;
        this.store = store;
        this.settings = settings;
        this.chain = List.copyOf(chain);
        this.lowest = relative(places());
        nextState();
    }

    List<String> chain() {
        return chain;
    }

    /** What was written since the last state, as overlayfs has it. */
    Path upper() {
        return work.file("u" + states);
    }

    /** The root as the client sees it, through the shell's namespace. Links in it lead astray: see {@link RootPaths}. */
    Path seen() {
        return Path.of("/proc/" + shell.pid() + "/root" + work.root());
    }

    /** Mounts all of it, if it is not. */
    void mount() {
        if (mounted) {
            return;
        }
        overlay();
        mounted = true;
        try {
            if (addPlaces()) {
                // One that has been mounted so is not mounted again with the same folder to work in.
                unmount();
                String again = Shell.quoted(work.file("k" + states));
                shell.does("lay them over each other again", "rm -rf " + again + " && mkdir " + again);
                overlay();
                mounted = true;
            }
            new InstanceMounts(shell, work, store, settings, seen()).mount();
        } catch (IOException e) {
            throw LocalProblems.broken("find the places of mounts", e);
        }
        if (settings.readOnly()) {
            shell.does("make a root read-only", "mount -o remount,bind,ro " + Shell.quoted(work.root()));
        }
    }

    private void overlay() {
        String options = options(relative(work.file("k" + states))) + ",volatile";
        shell.does(
                "lay the file systems of an instance over each other",
                "mount -t overlay overlay -o " + options + " " + Shell.quoted(work.root()));
    }

    /** Makes places, too, where the base has links for its own files that lead to nothing, as {@code /etc/resolv.conf} does in many. */
    private boolean addPlaces() throws IOException {
        RootPaths paths = new RootPaths(seen());
        boolean added = false;
        for (String name : OwnFiles.of("", settings).keySet()) {
            Path inside = paths.inside("/" + OwnFiles.FOLDER + "/" + name);
            Path place = work.file("places").resolve(inside);
            if (!Files.exists(seen().resolve(inside), LinkOption.NOFOLLOW_LINKS) && !Files.exists(place)) {
                makePlace(place, true);
                added = true;
            }
        }
        return added;
    }

    private String options(String workFolder) {
        List<String> lowers = lowers();
        lowers.add(lowest);
        return "lowerdir=" + String.join(":", lowers) + ",upperdir=" + relative(upper()) + ",workdir=" + workFolder
                + "," + OPTIONS;
    }

    /** The chain as overlayfs takes it, the uppermost first. */
    private List<String> lowers() {
        List<String> lowers = new ArrayList<>(chain);
        Collections.reverse(lowers);
        return lowers;
    }

    /** Lines that open a shell, or another program that is given, in what is here, once its instance has ended. */
    String look() {
        String options = options("$(mktemp -d " + relative(work.file("look.XXXXXX")) + ")");
        return Look.script(work, store, settings, options);
    }

    /** Paths are short, and relative to the folder of layers in which the shell is: of options there may be a page at most. */
    private String relative(Path path) {
        return "../" + store.root().relativize(path);
    }

    /** A place that is not there, with the folders above it: root's, for everybody to enter. */
    static void makePlace(Path place, boolean file) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = place; !Files.exists(at, LinkOption.NOFOLLOW_LINKS); at = at.resolveSibling("")) {
            missing.add(0, at);
        }
        for (Path each : missing) {
            if (file && each.equals(place)) {
                Files.createFile(each);
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(FILE));
            } else {
                Files.createDirectory(each);
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(FOLDER));
            }
        }
    }

    /** Unmounts all of it, when nothing runs in it. */
    void unmount() {
        if (mounted) {
            shell.does("unmount the file systems of an instance", "umount -l " + Shell.quoted(work.root()));
            mounted = false;
        }
    }

    /** Whether anything was written since the last state. */
    boolean isChanged() {
        try (Stream<Path> files = Files.list(upper())) {
            return files.findFirst().isPresent() || !attributes(upper()).equals(attributes(below()));
        } catch (IOException e) {
            throw LocalProblems.store("look into", upper(), e);
        }
    }

    /** A copy of what was written, for what runs goes on to write there. */
    Path copy() throws InterruptedException {
        Path copy = work.file("c" + copies);
        copies++;
        Program.Ended ended = Program.ended(Program.builder(List.of("cp", "-a", upper().toString(), copy.toString())));
        if (!ended.well() && !ended.said().lines().allMatch(GOES_ON.asMatchPredicate())) {
            throw LocalProblems.program("cp", ended.said());
        }
        return copy;
    }

    /** Whether a state on top of it would have too many layers. */
    boolean isFull() {
        return chain.size() >= LONGEST;
    }

    /** A copy of all that there is, in one folder. To be called when it is not mounted. */
    Path flat() throws InterruptedException {
        String root = Shell.quoted(work.root());
        shell.does(
                "lay the layers of a state over each other",
                "mount -t overlay overlay -o ro,lowerdir=" + relative(upper()) + ":" + String.join(":", lowers()) + " "
                        + root);
        try {
            Path copy = work.file("flat" + states);
            Program.run(
                    "nsenter",
                    "--target",
                    Long.toString(shell.pid()),
                    "--mount",
                    "cp",
                    "-a",
                    work.root().toString(),
                    copy.toString());
            return copy;
        } finally {
            shell.does("unmount the layers of a state", "umount " + root);
        }
    }

    /** Goes on with a layer that has all that there is. To be called when it is not mounted. */
    void goOnFrom(String layer) {
        chain = List.of(layer);
        nextState();
    }

    /** Goes on with another layer on top, and an empty folder above. To be called when it is not mounted. */
    void goOn(String layer) {
        List<String> longer = new ArrayList<>(chain);
        longer.add(layer);
        chain = List.copyOf(longer);
        nextState();
    }

    /** The folder of a state has the owner and mode that the root directory had. A work folder must not be used twice. */
    private void nextState() {
        states++;
        try {
            Files.createDirectory(work.file("k" + states));
            Files.createDirectory(upper());
            Map<String, Object> below = attributes(below());
            // The mode last: changing an owner takes bits of it away.
            for (String name : List.of("uid", "gid", "mode")) {
                Files.setAttribute(upper(), "unix:" + name, below.get(name), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw LocalProblems.store("make", upper(), e);
        }
    }

    private Path below() {
        return chain.isEmpty() ? work.file("places") : store.path("l", chain.get(chain.size() - 1));
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    private Path places() {
        Path folder = work.file("places");
        try {
            makePlace(folder, false);
            for (String place : PLACES) {
                makePlace(folder.resolve(place), false);
            }
            for (String name : OwnFiles.of("", settings).keySet()) {
                makePlace(folder.resolve(OwnFiles.FOLDER).resolve(name), true);
            }
            return folder;
        } catch (IOException e) {
            throw LocalProblems.store("make", folder, e);
        }
    }
}
