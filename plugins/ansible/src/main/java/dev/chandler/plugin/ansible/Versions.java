package dev.chandler.plugin.ansible;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is installed of Ansible.
 *
 * @param core the version of ansible-core
 * @param collections the version of the package {@code ansible}, which brings collections, if it is known to be there
 */
record Versions(String core, Optional<String> collections) {

    private static final Pattern PACKAGE = Pattern.compile("(ansible|ansible_core)-(\\d[^-]*)\\.(?:dist|egg)-info");

    /**
     * Reads them off the names of the folders that Python's packages leave beside a program, which takes no time.
     *
     * @param program ansible-playbook in a folder {@code bin}
     * @return nothing where that does not tell for sure
     */
    static Optional<Versions> beside(Path program) {
        TreeSet<String> cores = new TreeSet<>();
        TreeSet<String> collections = new TreeSet<>();
        try {
            Path bin = program.toRealPath().getParent();
            for (Path library : bin == null ? List.<Path>of() : libraries(bin.resolveSibling("lib"))) {
                for (Path each : listed(library, "ansible*-info")) {
                    Matcher matcher = PACKAGE.matcher(String.valueOf(each.getFileName()));
                    if (matcher.matches()) {
                        (matcher.group(1).equals("ansible") ? collections : cores).add(matcher.group(2));
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return cores.size() == 1 && collections.size() <= 1
                ? Optional.of(new Versions(cores.first(), collections.stream().findFirst()))
                : Optional.empty();
    }

    private static List<Path> libraries(Path lib) throws IOException {
        List<Path> libraries = new ArrayList<>();
        for (Path python : listed(lib, "python3*")) {
            libraries.addAll(listed(python, "{site,dist}-packages"));
        }
        return libraries;
    }

    private static List<Path> listed(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
                stream.forEach(found::add);
            }
        }
        return found;
    }
}
