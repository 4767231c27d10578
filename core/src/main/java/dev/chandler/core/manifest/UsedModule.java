package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.core.module.ModuleFolder;
import java.util.Map;

/**
 * A module as one use of it has it.
 *
 * @param alias what the ids of its steps begin with, {@code /} behind it; that of a module within a module begins with the
 *     other's: {@code nginx/ca-certificates}
 * @param module the module
 * @param parameters what was given or declared for each of its parameters; what is no text, number or boolean as JSON
 * @param place where it is used: in the manifest, or in the module that uses it
 */
public record UsedModule(String alias, ModuleFolder module, Map<String, String> parameters, Location place) {

    /** Copies the map. */
    public UsedModule {
        parameters = Map.copyOf(parameters);
    }

    /** The id of what the module's file calls something. */
    String id(String own) {
        return alias + "/" + own;
    }

    /** The module in words, for problems. */
    String words() {
        return "the module \"" + module.description().name() + "\"";
    }
}
