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
import org.jspecify.annotations.Nullable;

/**
 * What is where when layers lie on each other: names only, and of folders what their headers say; of all else the number
 * of the header that it comes from.
 *
 * <p>As overlayfs has it: what stands below a name that was no folder makes it one, and a link is never gone through.
 */
final class LayerTree {

    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Whatever else begins like this is AUFS's own bookkeeping. */
    private static final String RESERVED = ".wh..wh.";

    private final Node root = new Node(0);

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
        if (name.startsWith(WHITEOUT)) {
            whiteout(layer, path, name, header);
        } else if (header.type() == TarHeader.DIRECTORY) {
            directory(layer, name.isEmpty() ? root : folder(layer, path, name, header), header);
        } else if (name.isEmpty()) {
            throw new IOException("the root is no folder in it");
        } else {
            long from = header.type() == TarHeader.HARD_LINK ? target(header) : source;
            children(parent(layer, path, header)).put(name, new Node(layer, from));
        }
    }

    private static Deque<String> path(String name, TarHeader header) throws IOException {
        Deque<String> path = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw new IOException("\"" + header.shown() + "\" leads out of it");
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

    private static Node asFolder(int layer, Node parent, String name) {
        Node child = children(parent).get(name);
        if (child == null || child.children == null) {
            child = new Node(layer);
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

    private void whiteout(int layer, Deque<String> path, String name, TarHeader header) throws IOException {
        Optional<Node> parent = find(path).filter(node -> node.children != null);
        String gone = name.substring(WHITEOUT.length());
        if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
            throw new IOException("\"" + header.shown() + "\" takes away nothing that can be");
        }
        if (name.equals(OPAQUE)) {
            parent.ifPresent(folder -> removeLower(folder, layer));
        } else if (parent.isPresent() && !name.startsWith(RESERVED)) {
            Node child = children(parent.get()).get(gone);
            if (child != null && isGone(child, layer)) {
                children(parent.get()).remove(gone);
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
