package dev.chandler.core.plugin;

import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/**
 * The main section of a plugin's {@code MANIFEST.MF}, as far as it concerns the door; texts are empty where missing.
 *
 * @param id {@code Plugin-Id}
 * @param version {@code Plugin-Version}
 * @param requires {@code Plugin-Requires}
 * @param provider {@code Plugin-Provider}
 * @param description {@code Plugin-Description}
 * @param license {@code Plugin-License}
 * @param engines {@code Chandler-Engines}, split at commas
 * @param provisioners {@code Chandler-Provisioners}, split at commas
 * @param dependencies {@code Plugin-Dependencies}, split at commas
 * @param exports {@code Chandler-Exports}, split at commas
 */
record PluginHeaders(
        String id,
        String version,
        String requires,
        String provider,
        String description,
        String license,
        List<String> engines,
        List<String> provisioners,
        List<String> dependencies,
        List<String> exports) {

    static final String ID = "Plugin-Id";
    static final String VERSION = "Plugin-Version";
    static final String REQUIRES = "Plugin-Requires";
    static final String ENGINES = "Chandler-Engines";
    static final String PROVISIONERS = "Chandler-Provisioners";

    static final String DEPENDENCIES = "Plugin-Dependencies";
    static final String EXPORTS = "Chandler-Exports";

    static final PluginHeaders NONE =
            new PluginHeaders("", "", "", "", "", "", List.of(), List.of(), List.of(), List.of());

    static PluginHeaders from(Attributes main) {
        return new PluginHeaders(
                text(main, ID),
                text(main, VERSION),
                text(main, REQUIRES),
                text(main, "Plugin-Provider"),
                text(main, "Plugin-Description"),
                text(main, "Plugin-License"),
                words(main, ENGINES),
                words(main, PROVISIONERS),
                words(main, DEPENDENCIES),
                words(main, EXPORTS));
    }

    /** The first header that a plugin can't be without and that this one is without. */
    Optional<String> missing() {
        if (version.isEmpty()) {
            return Optional.of(VERSION);
        }
        if (requires.isEmpty()) {
            return Optional.of(REQUIRES);
        }
        return engines.isEmpty() && provisioners.isEmpty()
                ? Optional.of(ENGINES + " or " + PROVISIONERS)
                : Optional.empty();
    }

    private static String text(Attributes main, String name) {
        String value = main.getValue(name);
        return value == null ? "" : value.strip();
    }

    private static List<String> words(Attributes main, String name) {
        return Stream.of(text(main, name).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
