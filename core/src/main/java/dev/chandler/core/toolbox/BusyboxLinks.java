package dev.chandler.core.toolbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names by which busybox is to be called where it comes without any: as the shell, and as what puts scripts and secrets
 * into an instance.
 */
final class BusyboxLinks {

    private static final String SHELL = "sh";
    private static final String BUSYBOX = "busybox";
    private static final List<String> FOLDERS = List.of("", "bin/");
    private static final List<String> NAMES = List.of(SHELL, "cat", "chmod", "chown", "mkdir", "rm");

    private BusyboxLinks() {}

    /** A link that is added, beside what it points to. */
    record Link(String path, String target) {}

    /** Where the shell is, with the links. */
    static Optional<String> shell(Set<String> names) {
        for (String folder : FOLDERS) {
            if (names.contains(folder + SHELL)) {
                return Optional.of(folder + SHELL);
            }
        }
        return missing(names).stream()
                .map(Link::path)
                .filter(path -> path.endsWith(SHELL))
                .findFirst();
    }

    /** The links that tools are given: none where they have a shell, or no busybox. */
    static List<Link> missing(Set<String> names) {
        List<Link> links = new ArrayList<>();
        if (FOLDERS.stream().anyMatch(folder -> names.contains(folder + SHELL))) {
            return links;
        }
        for (String folder : FOLDERS) {
            if (names.contains(folder + BUSYBOX)) {
                NAMES.stream()
                        .map(name -> folder + name)
                        .filter(path -> !names.contains(path))
                        .forEach(path -> links.add(new Link(path, BUSYBOX)));
                return links;
            }
        }
        return links;
    }
}
