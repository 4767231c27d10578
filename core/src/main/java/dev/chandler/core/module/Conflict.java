package dev.chandler.core.module;

import java.util.List;
import java.util.Set;

/**
 * That no version of a module suits all who want it.
 *
 * @param wanted what they want, in the order in which it came up
 * @param places the modules without whose choices it would not be, by their places
 * @param certain whether none of the module's versions is in all ranges; else one is, and does not go with others
 */
record Conflict(List<Requirement> wanted, Set<String> places, boolean certain) {

    ModuleSource target() {
        return wanted.get(0).target();
    }
}
