package dev.chandler.core.plugin;

import dev.chandler.core.trust.TrustPolicy;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where plugins are looked for.
 *
 * @param builtIns jars on the application's class path, of which those with the headers are built-in plugins
 * @param folders folders with strangers' jars, in the order in which they are looked at
 * @param index the file in which is kept what is known of each jar, usually in the user's cache folder; it is made where
 *     it is missing, and everything works without it
 * @param unpacked the folder in which jars of zips are unpacked when their plugin is needed, and signed ones are held; it is
 *     made where it is missing
 * @param pins which files they have to be
 * @param trust which strangers' plugins may be opened
 */
public record PluginSources(
        List<Path> builtIns,
        List<PluginFolder> folders,
        Path index,
        Path unpacked,
        PluginPins pins,
        TrustPolicy trust) {

    /**
     * Describes where to look, for whoever has neither lock nor policy.
     *
     * @param builtIns jars on the application's class path
     * @param folders folders with strangers' jars
     * @param index the file in which is kept what is known of each jar
     * @param unpacked the folder in which jars are unpacked
     */
    public PluginSources(List<Path> builtIns, List<PluginFolder> folders, Path index, Path unpacked) {
        this(builtIns, folders, index, unpacked, PluginPins.none(), TrustPolicy.none());
    }

    /**
     * The jars on this JVM's class path.
     *
     * @return their paths, in order
     */
    public static List<Path> classPathJars() {
        return Stream.of(System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator)))
                .filter(name -> name.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }
}
