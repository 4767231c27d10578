package dev.chandler.plugin.nix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Store paths, and links to what is in them, as one tar stream: root's, with the times and modes that every Nix gives them, so that
 * the same paths are the same bytes.
 */
final class Closure {

    private static final List<String> LINKED = List.of("bin", "sbin", "share");
    private static final int FOLDER_MODE = 0755;

    private final Nix nix;
    private final Map<String, Tar.Entry> entries = new TreeMap<>();

    Closure(Nix nix, List<String> paths) throws IOException {
        this.nix = nix;
        for (String path : paths) {
            parents(path);
            add(path, nix.real(path));
        }
    }

    private void parents(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(1, slash) + "/", Tar.Entry.folder(FOLDER_MODE));
        }
    }

    private void add(String path, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            entries.put(
                    path.substring(1),
                    Tar.Entry.link(Files.readSymbolicLink(file).toString()));
        } else if (Files.isDirectory(file)) {
            entries.put(path.substring(1) + "/", Tar.Entry.folder(0555));
            for (Path each : listed(file)) {
                add(path + "/" + each.getFileName(), each);
            }
        } else {
            entries.put(path.substring(1), Tar.Entry.file(file, Files.isExecutable(file) ? 0555 : 0444));
        }
    }

    /**
     * Links what is in the results' folders for programs and their data.
     *
     * @return whether there was anything
     * @throws IOException if two results have the same file
     */
    boolean link(List<String> results, String folder) throws IOException {
        boolean any = false;
        for (String result : results) {
            for (String each : LINKED) {
                Path place = nix.real(result).resolve(each);
                any |= Files.isDirectory(place) && link(result + "/" + each, place, folder + "/" + each);
            }
        }
        return any;
    }

    private boolean link(String target, Path place, String link) throws IOException {
        boolean any = false;
        for (Path each : listed(place)) {
            String name = "/" + each.getFileName();
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                any |= link(target + name, each, link + name);
            } else {
                parents(link + name);
                if (entries.putIfAbsent((link + name).substring(1), Tar.Entry.link(target + name)) != null) {
                    throw new IOException("two results have " + link + name);
                }
                any = true;
            }
        }
        return any;
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The caller closes it. */
    InputStream tar() throws IOException {
        return Tar.of(entries);
    }
}
