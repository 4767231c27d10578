package dev.chandler.core;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.manifest.UsedModule;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what modules require against the engine and the plugins that there are, at the place of who uses them. */
final class ModuleNeeds {

    private ModuleNeeds() {}

    /** What is lacking of an engine. */
    static List<Problem> engine(List<UsedModule> modules, Engine engine) {
        Set<String> able = engine.capabilities().stream().map(Capability::id).collect(Collectors.toSet());
        List<Problem> problems = new ArrayList<>();
        for (UsedModule used : modules) {
            List<String> engines = used.module().description().engines();
            if (!engines.isEmpty() && !engines.contains(engine.id())) {
                problems.add(Problem.of("CH-MODULE-014", words(used) + " is not for the engine \"" + engine.id() + "\"")
                        .at(used.place())
                        .because("it is for " + String.join(", ", engines))
                        .remedy("use one of these with --engine, or leave the module out"));
            }
            for (String need : used.module().description().capabilities()) {
                if (!able.contains(need)) {
                    problems.add(Problem.of(
                                    "CH-MODULE-015",
                                    words(used) + " needs " + need + ", which the engine \"" + engine.id()
                                            + "\" cannot do")
                            .at(used.place())
                            .remedy("use another engine, or leave the module out: \"chandler engines\" lists them"));
                }
            }
        }
        return problems;
    }

    /** What is lacking of plugins. */
    static List<Problem> plugins(List<UsedModule> modules, ProvisionerCatalog plugins) {
        List<Problem> problems = new ArrayList<>();
        for (UsedModule used : modules) {
            for (Map.Entry<String, String> need :
                    used.module().description().plugins().entrySet()) {
                plugin(need.getKey(), need.getValue(), plugins)
                        .ifPresent(why -> problems.add(Problem.of(
                                        "CH-MODULE-016",
                                        words(used) + " needs the plugin \"" + need.getKey() + "\" " + need.getValue())
                                .at(used.place())
                                .because(why)
                                .remedy("\"chandler plugin list\" shows those that there are")));
            }
        }
        return problems;
    }

    private static Optional<String> plugin(String id, String range, ProvisionerCatalog plugins) {
        Optional<VersionRange> wanted = VersionRange.parse(range);
        if (wanted.isEmpty()) {
            return Optional.of("that is no range of versions, such as \">=1.2.0 & <2.0.0\"");
        }
        Optional<String> version = plugins.pluginVersion(id);
        if (version.isEmpty()) {
            return Optional.of("there is none");
        }
        return wanted.get().takes(version.get()) ? Optional.empty() : Optional.of("it is " + version.get());
    }

    private static String words(UsedModule used) {
        return "the module \"" + used.module().description().name() + "\"";
    }
}
