package dev.chandler.engine.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where paths of an instance are, seen from outside; never out of its root.
 *
 * @param root its root, seen from outside, which may be below {@code /proc}
 */
record RootPaths(Path root) {

    private static final int LINKS = 40;

    /** Follows all links, as the instance would. What is not there is as it is. */
    Path follow(String path) throws IOException {
        return root.resolve(inside(path));
    }

    /** The same as a path relative to the root. */
    Path inside(String path) throws IOException {
        Path at = Path.of("");
        int links = 0;
        Deque<String> names = new ArrayDeque<>(List.of(path.split("/")));
        while (!names.isEmpty()) {
            String name = names.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at.getParent() == null ? Path.of("") : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            if (!Files.isSymbolicLink(root.resolve(next))) {
                at = next;
                continue;
            }
            if (++links > LINKS) {
                throw new FileSystemException(path, null, "too many links");
            }
            String target = Files.readSymbolicLink(root.resolve(next)).toString();
            at = target.startsWith("/") ? Path.of("") : at;
            List<String> more = List.of(target.split("/"));
            for (int i = more.size() - 1; i >= 0; i--) {
                names.push(more.get(i));
            }
        }
        return at;
    }
}
