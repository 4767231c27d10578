package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives each module that one file uses a name that no other one there has. Used once. */
final class Aliases {

    private final Set<String> taken = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    /**
     * Begins with the names that were given.
     *
     * @param uses all uses in the file
     */
    Aliases(Collection<ResolvedStep.Use> uses, ProblemLog problems) {
        Map<String, Setting> given = new HashMap<>();
        uses.stream().flatMap(use -> use.name().stream()).forEach(name -> {
            Setting before = given.putIfAbsent(name.text(), name);
            if (before != null) {
                problems.accept(Problem.of("CH-MANIFEST-013", "two modules are called \"" + name.text() + "\"")
                        .at(name.location())
                        .because("the first is at " + before.location())
                        .remedy("give one of them another name"));
            }
        });
        taken.addAll(given.keySet());
    }

    /** The name given, else the last word of the module's, with a number from the second on. */
    String of(ResolvedStep.Use use, String module) {
        String word = use.name().map(Setting::text).orElse(module.substring(module.lastIndexOf('/') + 1));
        String alias = word;
        if (use.name().isPresent() && used.add(word)) {
            return word;
        }
        for (int i = 2; !taken.add(alias); i++) {
            alias = word + "-" + i;
        }
        return alias;
    }
}
