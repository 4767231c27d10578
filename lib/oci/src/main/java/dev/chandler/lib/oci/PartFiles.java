package dev.chandler.lib.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders made for a destination, and the name under which it is written until it is whole. */
final class PartFiles {

    private final List<Path> made;
    private final Path part;

    private PartFiles(List<Path> made, Path part) {
        this.made = made;
        this.part = part;
    }

    /** Makes the folders above a destination that are not there. The part lies beside it, on the same file system. */
    static PartFiles beside(Path destination) throws IOException {
        List<Path> made = new ArrayList<>();
        Path parent = parent(destination);
        for (Path folder = parent; folder != null && !Files.exists(folder); folder = folder.getParent()) {
            made.add(folder);
        }
        Files.createDirectories(parent);
        return new PartFiles(made, parent.resolve(hidden("." + destination.getFileName())));
    }

    /** The part lies in a folder that is there. */
    static PartFiles in(Path folder) {
        return new PartFiles(List.of(), folder.resolve(hidden("")));
    }

    private static String hidden(String name) {
        return name + ".chandler-" + UUID.randomUUID();
    }

    static Path parent(Path destination) {
        Path parent = destination.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a place for a file: " + destination);
        }
        return parent;
    }

    Path part() {
        return part;
    }

    /** Removes the part, and the folders that were made for it and have nothing in them. */
    void remove() throws IOException {
        delete(part);
        for (Path folder : made) {
            if (!Files.isDirectory(folder) || !isEmpty(folder)) {
                return;
            }
            Files.delete(folder);
        }
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static void delete(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(top)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
