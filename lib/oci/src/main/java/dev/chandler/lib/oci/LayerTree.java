package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is where when layers lie on each other: names only, and of folders what their headers say; of all else the number
 * of the header that it comes from.
 *
 * <p>As overlayfs has it: what stands below a name that was no folder makes it one, and a link is never gone through.
 */
final class LayerTree {

    /** No kernel takes a longer path, and none of its parts may be longer than the other. */
    private static final int LONGEST_PATH = 4095;

    private static final int LONGEST_NAME = 255;

    /** Some ten times what the largest images have; more would not fit into memory. */
    private static final int MOST_NAMES = 3_000_000;

    private final Node root = new Node(0);
    private int made;

    /** A folder where it has children; else a name of what the header with that number says. */
    private static final class Node {
        private int layer;
        private @Nullable TarHeader directory;
        private @Nullable Map<String, Node> children;
        private final long source;

        Node(int layer) {
            this.layer = layer;
            this.children = new TreeMap<>();
            this.source = -1;
        }

        Node(int layer, long source) {
            this.layer = layer;
            this.source = source;
        }
    }

    /**
     * Puts what one header says on top.
     *
     * @param layer the number of its layer, lowest first
     * @param source its own number among all headers of all layers
     */
    void add(int layer, long source, TarHeader header) throws IOException {
        Deque<String> path = path(header.name(), header);
        String name = path.isEmpty() ? "" : path.removeLast();
        if (Whiteout.is(name)) {
            whiteout(layer, Whiteout.read(path, name, header));
        } else if (header.type() == TarHeader.DIRECTORY) {
            directory(layer, name.isEmpty() ? root : folder(layer, path, name, header), header);
        } else if (name.isEmpty()) {
            throw new IOException("the root is no folder in it");
        } else {
            long from = header.type() == TarHeader.HARD_LINK ? target(header) : source;
            children(parent(layer, path, header)).put(name, counted(new Node(layer, from)));
        }
    }

    /** The parts of a name, none of which leads anywhere but down. */
    static Deque<String> path(String name, TarHeader header) throws IOException {
        if (name.length() > LONGEST_PATH) {
            throw new IOException(
                    "\"" + header.shown().substring(0, LONGEST_NAME) + "…\" is longer than a path can be");
        }
        Deque<String> path = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw new IOException("\"" + header.shown() + "\" leads out of it");
            }
            if (part.length() > LONGEST_NAME) {
                throw new IOException("\"" + header.shown() + "\" has a longer name than a file can have");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.addLast(part);
            }
        }
        return path;
    }

    private static void directory(int layer, Node node, TarHeader header) {
        node.layer = layer;
        node.directory = header;
    }

    private Node parent(int layer, Deque<String> path, TarHeader header) throws IOException {
        Node node = root;
        for (String part : path) {
            Node child = children(node).get(part);
            if (child != null && child.children == null && child.layer == layer) {
                throw new IOException("\"" + header.shown() + "\" lies below what is no folder");
            }
            node = asFolder(layer, node, part);
        }
        return node;
    }

    private Node folder(int layer, Deque<String> path, String name, TarHeader header) throws IOException {
        return asFolder(layer, parent(layer, path, header), name);
    }

    /** A name of four thousand bytes can make two thousand folders: so they are counted, not the headers. */
    private Node counted(Node node) throws IOException {
        made++;
        if (made > MOST_NAMES) {
            throw new IOException("it has more than " + MOST_NAMES + " names");
        }
        return node;
    }

    private Node asFolder(int layer, Node parent, String name) throws IOException {
        Node child = children(parent).get(name);
        if (child == null || child.children == null) {
            child = counted(new Node(layer));
            children(parent).put(name, child);
        }
        return child;
    }

    private static Map<String, Node> children(Node node) {
        if (node.children == null) {
            throw new IllegalStateException("no folder");
        }
        return node.children;
    }

    private Optional<Node> find(Iterable<String> path) {
        Node node = root;
        for (String part : path) {
            node = node.children == null ? null : node.children.get(part);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    private long target(TarHeader header) throws IOException {
        Optional<Node> target = find(path(header.link(), header));
        if (target.isEmpty() || target.get().children != null) {
            throw new IOException("\"" + header.shown() + "\" is another name of a file that is not there");
        }
        return target.get().source;
    }

    private void whiteout(int layer, Whiteout whiteout) {
        Optional<Node> parent = find(whiteout.folder()).filter(node -> node.children != null);
        if (parent.isEmpty()) {
            return;
        }
        if (whiteout.kind() == Whiteout.Kind.ALL) {
            removeLower(parent.get(), layer);
        } else if (whiteout.kind() == Whiteout.Kind.ONE) {
            Map<String, Node> children = children(parent.get());
            Node child = children.get(whiteout.name());
            if (child != null && isGone(child, layer)) {
                children.remove(whiteout.name());
            }
        }
    }

    /** Takes out what lies in lower layers; of the same layer, whiteouts take nothing away, wherever they stand. */
    private static void removeLower(Node folder, int layer) {
        Iterator<Node> each = children(folder).values().iterator();
        while (each.hasNext()) {
            if (isGone(each.next(), layer)) {
                each.remove();
            }
        }
    }

    private static boolean isGone(Node node, int layer) {
        if (node.children == null) {
            return node.layer < layer;
        }
        removeLower(node, layer);
        if (node.layer < layer) {
            node.directory = null;
            node.layer = layer;
            return children(node).isEmpty();
        }
        return false;
    }

    boolean has(Iterable<String> path) {
        return find(path).isPresent();
    }

    boolean hasFolder(Iterable<String> path) {
        return find(path).filter(node -> node.children != null).isPresent();
    }

    /** What a header says of a folder; empty where there is none, or none that says anything. */
    Optional<TarHeader> folder(Iterable<String> path) {
        return find(path).filter(node -> node.children != null).flatMap(node -> Optional.ofNullable(node.directory));
    }

    /** The names in a folder; none where there is no such folder. */
    List<String> names(Iterable<String> path) {
        return find(path)
                .filter(node -> node.children != null)
                .map(node -> List.copyOf(children(node).keySet()))
                .orElse(List.of());
    }

    /** Makes a folder, and those above it, of which no header says anything, where there is none. */
    void imply(int layer, Iterable<String> path) throws IOException {
        Node node = root;
        for (String part : path) {
            node = asFolder(layer, node, part);
        }
    }

    /** Whether there are folders of which no header says anything, but the root. */
    boolean hasImplied() {
        return children(root).values().stream().anyMatch(LayerTree::hasImplied);
    }

    private static boolean hasImplied(Node node) {
        return node.children != null
                && (node.directory == null || node.children.values().stream().anyMatch(LayerTree::hasImplied));
    }

    /** Says of folders of which no header says anything, but the root, what somebody else knows of them. */
    void describe(Function<List<String>, Optional<TarHeader>> known) {
        describe(root, new ArrayList<>(), known);
    }

    private static void describe(Node folder, List<String> path, Function<List<String>, Optional<TarHeader>> known) {
        children(folder).forEach((name, node) -> {
            if (node.children != null) {
                path.add(name);
                if (node.directory == null) {
                    node.directory = known.apply(List.copyOf(path)).orElse(null);
                }
                describe(node, path, known);
                path.remove(path.size() - 1);
            }
        });
    }

    /** The folders, each after the one it lies in, by the names that they have now. */
    List<TarHeader> directories() {
        List<TarHeader> directories = new ArrayList<>();
        if (root.directory != null) {
            directories.add(root.directory.named("./"));
        } else if (children(root).isEmpty()) {
            // An archive of nothing at all is taken for none by those who look at its beginning.
            directories.add(TarHeader.directory("./"));
        }
        directories(root, "", directories);
        return directories;
    }

    private static void directories(Node folder, String path, List<TarHeader> directories) {
        children(folder).forEach((name, node) -> {
            if (node.children != null) {
                String own = path + name + "/";
                directories.add(node.directory == null ? TarHeader.directory(own) : node.directory.named(own));
                directories(node, own, directories);
            }
        });
    }

    /** The names of everything but folders, by the number of the header that it comes from. */
    Map<Long, List<String>> names() {
        Map<Long, List<String>> names = new HashMap<>();
        names(root, "", names);
        return names;
    }

    private static void names(Node folder, String path, Map<Long, List<String>> names) {
        children(folder).forEach((name, node) -> {
            if (node.children == null) {
                names.computeIfAbsent(node.source, source -> new ArrayList<>(1)).add(path + name);
            } else {
                names(node, path + name + "/", names);
            }
        });
    }
}
