package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What names of modules mean: the entries of {@code chandler.sources.yml}, the project's and the user's. Immutable.
 *
 * <p>Of one file the longest beginning of whole words wins. A name that the project's file knows is not looked for in the
 * user's, so that a project means the same to all who have it.
 */
public final class ModuleNames {

    /** The file's name, in the project's folder and in the user's of Chandler's configuration. */
    public static final String FILE = "chandler.sources.yml";

    private final List<String> files;
    private final List<Map<String, MappedSource>> maps;

    ModuleNames(List<String> files, List<Map<String, MappedSource>> maps) {
        this.files = files;
        this.maps = maps;
    }

    /**
     * Reads what there is.
     *
     * @param project the project's folder
     * @param userConfig the user's configuration folder of Chandler, if there is one
     * @param workingDirectory what messages name files relative to
     * @return the names; none where neither file is there
     * @throws ManifestException with all that is wrong with them
     */
    public static ModuleNames read(Path project, Optional<Path> userConfig, Path workingDirectory) {
        List<Path> folders = new ArrayList<>(List.of(project));
        userConfig.ifPresent(folders::add);
        return new ModuleNamesReader(workingDirectory).read(folders);
    }

    /**
     * Where a name leads.
     *
     * @param named the name
     * @param place where it was written, for messages
     * @return a reference of another kind; a folder with an absolute path
     * @throws ManifestException if nobody maps it
     */
    public ModuleReference resolve(ModuleReference.Named named, Location place) {
        for (Map<String, MappedSource> map : maps) {
            String prefix = named.name();
            while (!prefix.isEmpty()) {
                MappedSource source = map.get(prefix);
                if (source != null) {
                    return source.of(named, prefix);
                }
                prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
            }
        }
        throw new ManifestException(unknown(named.name(), place));
    }

    private Problem unknown(String name, Location place) {
        List<String> known = maps.stream()
                .flatMap(map -> map.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        Problem problem = Problem.of("CH-MODULE-021", "nobody says where the module \"" + name + "\" is")
                .at(place)
                .because("looked in " + String.join(" and ", files)
                        + (known.isEmpty()
                                ? ", which have no modules"
                                : ", which know names that begin with " + String.join(", ", known)));
        return problem.remedy(meant(name, known)
                .orElse("add it to the project's " + FILE + ", as modules: {" + name
                        + ": HOST/NAME}, or name a folder: ./" + name));
    }

    /** Asks by as many of the name's words as each known beginning has, and keeps the others. */
    private static Optional<String> meant(String name, Collection<String> known) {
        String rest = "";
        String prefix = name;
        while (!prefix.isEmpty()) {
            String behind = rest;
            long words = words(prefix);
            List<String> whole = known.stream()
                    .filter(each -> words(each) == words)
                    .map(each -> each + behind)
                    .toList();
            Optional<String> meant = SettingReader.didYouMean(name, whole);
            if (meant.isPresent()) {
                return meant;
            }
            int slash = prefix.lastIndexOf('/');
            rest = slash < 0 ? "" : prefix.substring(slash) + rest;
            prefix = prefix.substring(0, Math.max(0, slash));
        }
        return Optional.empty();
    }

    private static long words(String name) {
        return name.chars().filter(each -> each == '/').count();
    }
}
