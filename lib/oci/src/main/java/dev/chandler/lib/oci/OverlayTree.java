package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one layer has, and what it takes away of those below it, as overlayfs wants to find that in one folder.
 *
 * <p>What is taken away and is not there is left out: in a folder that no other layer has, overlayfs shows the devices that say
 * that something is gone. Confined to one thread.
 */
final class OverlayTree {

    private final LayerTree own = new LayerTree();
    private final Set<List<String>> gone = new LinkedHashSet<>();
    private final Set<List<String>> emptied = new LinkedHashSet<>();
    private final Set<List<String>> opaque = new HashSet<>();
    private final List<String> whiteouts = new ArrayList<>();

    /** Takes what one header says. */
    void add(long source, TarHeader header) throws IOException {
        Deque<String> path = LayerTree.path(header.name(), header);
        if (path.isEmpty() || !Whiteout.is(path.getLast())) {
            own.add(0, source, header);
            return;
        }
        String name = path.removeLast();
        Whiteout whiteout = Whiteout.read(path, name, header);
        if (whiteout.kind() == Whiteout.Kind.ALL) {
            emptied.add(whiteout.folder());
        } else if (whiteout.kind() == Whiteout.Kind.ONE) {
            gone.add(child(whiteout.folder(), whiteout.name()));
        }
    }

    /** Whether what is below has to be known. */
    boolean needsBelow() {
        return !gone.isEmpty() || !emptied.isEmpty() || own.hasImplied();
    }

    /** Takes away what is to be, once all headers came. */
    void settle(LayerTree below) throws IOException {
        for (List<String> path : gone) {
            if (own.hasFolder(path)) {
                emptied.add(path);
            }
        }
        for (List<String> path : gone) {
            if (!own.has(path) && below.has(path) && !isHidden(parent(path))) {
                takeAway(path);
            }
        }
        for (List<String> path : emptied) {
            if (path.isEmpty()) {
                emptyRoot(below);
            } else if (below.hasFolder(path) && !isHidden(parent(path))) {
                own.imply(0, path);
                opaque.add(path);
            }
        }
        own.describe(path -> isHidden(path) ? Optional.empty() : below.folder(path));
    }

    /** Of the root, overlayfs does not heed it. */
    private void emptyRoot(LayerTree below) throws IOException {
        for (String name : below.names(List.of())) {
            List<String> path = List.of(name);
            if (!own.has(path)) {
                takeAway(path);
            } else if (own.hasFolder(path) && below.hasFolder(path)) {
                opaque.add(path);
            }
        }
    }

    private void takeAway(List<String> path) throws IOException {
        own.imply(0, parent(path));
        whiteouts.add(String.join("/", path));
    }

    /** Whether nothing of what is below shows in a folder. */
    private boolean isHidden(List<String> folder) {
        for (int length = 0; length <= folder.size(); length++) {
            if (emptied.contains(folder.subList(0, length))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> child(List<String> folder, String name) {
        List<String> path = new ArrayList<>(folder);
        path.add(name);
        return List.copyOf(path);
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }

    /** The folders, each after the one it lies in; the root only where the layer says something of it. */
    List<TarHeader> folders(OverlayForm form) {
        List<TarHeader> folders = new ArrayList<>();
        boolean saysRoot = own.folder(List.of()).isPresent();
        for (TarHeader folder : own.directories()) {
            if (folder.name().equals("./") && !saysRoot) {
                continue;
            }
            TarHeader plain = OverlayForm.own(folder);
            folders.add(opaque.contains(path(folder)) ? form.opaque(plain) : plain);
        }
        return folders;
    }

    private static List<String> path(TarHeader folder) {
        Deque<String> parts = new ArrayDeque<>(List.of(folder.name().split("/", -1)));
        parts.removeLast();
        return List.copyOf(parts);
    }

    /** The names of everything but folders, by the number of the header that it comes from. */
    Map<Long, List<String>> names() {
        return own.names();
    }

    /** The names of what is gone. */
    List<String> whiteouts() {
        return whiteouts;
    }
}
