package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is mounted in the root of an instance, when that is: its devices, {@code /sys}, its own files, and what its settings ask for.
 *
 * <p>A place is looked for, and made, only when all that it lies below is mounted: so links on the way are those that the instance sees, and none leads out.
 * What is mounted on a source comes with it, and is as the source is: without devices, and read-only where that is asked for. Used once for each start.
 */
final class InstanceMounts {

    private final Shell shell;
    private final WorkFolder work;
    private final StoreFolder store;
    private final InstanceSettings settings;
    private final RootPaths paths;
    private final List<Path> placed = new ArrayList<>();
    private final Map<Path, String> binds = new LinkedHashMap<>();
    private MountTable table = new MountTable();

    /**
     * Prepares it; nothing is mounted yet.
     *
     * @param seen the root, as the client sees it
     */
    InstanceMounts(Shell shell, WorkFolder work, StoreFolder store, InstanceSettings settings, Path seen) {
        this.shell = shell;
        this.work = work;
        this.store = store;
        this.settings = settings;
        this.paths = new RootPaths(seen);
    }

    /** Mounts all of it. */
    void mount() throws IOException {
        table.bind(work.dev(), place("/dev"), "");
        table.add("sysfs", place("/sys"), "sysfs", InstanceRoot.SYSTEM);
        for (String name : OwnFiles.of("", settings).keySet()) {
            ownFile(name);
        }
        List<Mount> mounts = new ArrayList<>(settings.mounts());
        mounts.sort(Comparator.comparing(mount -> Path.of(mount.target()).getNameCount()));
        for (Mount mount : mounts) {
            add(mount);
        }
        flush();
    }

    private void ownFile(String name) throws IOException {
        Path inside = inside("/" + OwnFiles.FOLDER + "/" + name);
        if (Files.isRegularFile(paths.root().resolve(inside), LinkOption.NOFOLLOW_LINKS)) {
            table.bind(work.own().resolve(name), work.root().resolve(inside), "");
        }
    }

    private Path place(String path) throws IOException {
        return work.root().resolve(inside(path));
    }

    /** Where something is to be mounted: found when what is to be mounted above is there. */
    private Path inside(String path) throws IOException {
        Path named = Path.of("/").relativize(Path.of(path).normalize());
        Path place = paths.inside(path);
        if (liesOnOther(place, named)) {
            flush();
            place = paths.inside(path);
        }
        placed.add(place);
        return place;
    }

    private boolean liesOnOther(Path place, Path named) {
        return placed.stream().anyMatch(above -> place.startsWith(above) || named.startsWith(above));
    }

    private void add(Mount mount) throws IOException {
        Path target = inside(mount.target());
        InstanceRoot.makePlace(
                paths.root().resolve(target), mount instanceof Mount.Bind bind && !Files.isDirectory(bind.source()));
        Path place = work.root().resolve(target);
        if (mount instanceof Mount.Bind bind) {
            bind(bind.source(), place, bind.readOnly() ? ",nodev,ro" : ",nodev");
        } else if (mount instanceof Mount.Shared shared) {
            bind(shared.source(), place, ",nodev,ro");
        } else if (mount instanceof Mount.Toolbox toolbox) {
            bind(store.path("toolboxes", toolbox.digest().hex()), place, ",nodev,ro");
        } else if (mount instanceof Mount.Cache cache) {
            bind(store.path("caches", cache.name()), place, ",nodev");
        } else if (mount instanceof Mount.Tmpfs tmpfs) {
            String size =
                    tmpfs.sizeBytes().isPresent() ? ",size=" + tmpfs.sizeBytes().getAsLong() : "";
            table.add("tmpfs", place, "tmpfs", "nosuid,nodev,mode=1777" + size);
        }
    }

    private void bind(Path source, Path place, String more) {
        table.bind(source, place, more);
        binds.put(place, more);
    }

    private void flush() throws IOException {
        work.write("mounts", table.text());
        table = new MountTable();
        shell.does("mount what an instance has", "mount -a -T " + Shell.quoted(work.file("mounts")));
        if (!binds.isEmpty()) {
            restrictThoseBelow();
        }
    }

    /** The kernel changes how a file system is mounted for the uppermost alone. */
    private void restrictThoseBelow() throws IOException {
        MountedTree mounted = MountedTree.of(shell.pid());
        for (Map.Entry<Path, String> bind : binds.entrySet()) {
            for (Map.Entry<Path, String> below : mounted.below(bind.getKey()).entrySet()) {
                restrict(below.getKey().toString(), below.getValue() + bind.getValue());
            }
        }
        binds.clear();
    }

    private void restrict(String place, String options) throws IOException {
        if (place.indexOf('\n') >= 0) {
            throw new IOException("its name has a line break: " + place.replace('\n', '?'));
        }
        shell.does(
                "mount what is mounted below a folder of this machine",
                "mount -c -o remount,bind," + options + " " + Shell.quoted(place));
    }
}
