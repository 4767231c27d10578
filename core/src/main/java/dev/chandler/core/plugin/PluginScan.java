package dev.chandler.core.plugin;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.model.StepModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at all sources in order and lists the plugins there, each jar once, without loading any. */
final class PluginScan {

    private final PluginIndex index;
    private final boolean listed;
    private final List<PluginEntry> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    private PluginScan(PluginIndex index, boolean listed) {
        this.index = index;
        this.listed = listed;
    }

    /**
     * Looks.
     *
     * @param listed whether a folder of the environment that is not there is a problem among others, and not an error
     * @param file one that is looked at besides, and takes the place of a stranger's with its id
     */
    static PluginScan of(PluginSources sources, boolean listed, Optional<Path> file) {
        PluginScan scan = new PluginScan(PluginIndex.load(sources.index(), JarReader::read), listed);
        sources.builtIns().forEach(jar -> scan.jar(jar, PluginKind.BUILT_IN, PluginKind.BUILT_IN.label()));
        file.ifPresent(jar -> scan.jar(jar, PluginKind.DROPPED_IN, source(jar, sources.folders())));
        Set<String> taken = scan.strangerIds();
        int first = scan.found.size();
        sources.folders().forEach(scan::folder);
        scan.found
                .subList(first, scan.found.size())
                .removeIf(entry -> taken.contains(entry.headers().id()));
        scan.index.save();
        scan.found.forEach(PluginScan::checkJava);
        scan.found.forEach(PluginScan::checkWords);
        Clashes.refuse(
                scan.found, entry -> entry.examined(sources.trust()).verdict().refusal());
        Dependencies.resolve(scan.found);
        return scan;
    }

    /** What is named and lies in one of the folders is there by hand, as it is for whoever finds it there. */
    private static String source(Path file, List<PluginFolder> folders) {
        return folders.stream()
                .filter(folder -> real(folder.path()).equals(real(file).getParent()))
                .findFirst()
                .map(folder -> folder.place().word())
                .orElse("file");
    }

    private Set<String> strangerIds() {
        return found.stream()
                .filter(entry -> entry.kind() == PluginKind.DROPPED_IN)
                .map(entry -> entry.headers().id())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The plugins, refused ones included, in the order of the sources. */
    List<PluginEntry> found() {
        return List.copyOf(found);
    }

    /** What is wrong with the sources themselves. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void folder(PluginFolder folder) {
        if (!Files.isDirectory(folder.path())) {
            if (folder.required()) {
                report(folder, Refusals.noFolder(folder));
            }
            return;
        }
        try (Stream<Path> files = Files.list(folder.path())) {
            files.filter(PluginScan::isPluginFile)
                    .sorted()
                    .forEach(jar ->
                            jar(jar, PluginKind.DROPPED_IN, folder.place().word()));
        } catch (IOException | UncheckedIOException e) {
            report(folder, Refusals.unreadableFolder(folder, e));
        }
    }

    private void report(PluginFolder folder, Problem problem) {
        if (folder.required() && !(listed && folder.fromEnvironment())) {
            throw new PluginException(problem);
        }
        problems.add(problem);
    }

    private static boolean isPluginFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(".jar") || name.endsWith(".zip")) && !name.startsWith(".");
    }

    private void jar(Path jar, PluginKind kind, String source) {
        Path file = real(jar);
        if (!seen.add(file)) {
            return;
        }
        JarFacts facts = index.facts(file);
        if (kind == PluginKind.DROPPED_IN || facts.hasHeaders()) {
            found.add(new PluginEntry(kind, source, file, facts));
        }
    }

    /** One file under two names is one plugin. */
    private static Path real(Path jar) {
        try {
            return jar.toRealPath();
        } catch (IOException e) {
            return jar.toAbsolutePath().normalize();
        }
    }

    /** Not among the indexed facts: another version of Chandler has other words. */
    private static void checkWords(PluginEntry entry) {
        Set<String> words = StepModel.words();
        entry.headers().provisioners().stream()
                .filter(words::contains)
                .findFirst()
                .ifPresent(word -> entry.refuse(Refusals.reservedId(entry.file(), entry.headers(), word)));
    }

    /** Not among the indexed facts: the same jar may be met by another Java next time. */
    private static void checkJava(PluginEntry entry) {
        int level = entry.facts().javaLevel();
        if (level > Runtime.version().feature()) {
            entry.refuse(Refusals.newerJava(entry.file(), entry.headers(), level));
        }
    }
}
