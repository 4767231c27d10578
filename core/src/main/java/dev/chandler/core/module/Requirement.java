package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * That somebody wants a module.
 *
 * @param target where that is
 * @param name what messages call it: the name that was written, else the place
 * @param range which versions
 * @param use what was written, and where
 * @param by who wants it: a module; empty for a manifest
 */
record Requirement(ModuleSource target, String name, VersionRange range, ModuleUse use, Optional<Chosen> by) {

    /** The same as a version of a module wants it. */
    Requirement by(Chosen chosen) {
        return new Requirement(target, name, range, use, Optional.of(chosen));
    }

    /** The modules that lead to it, from the one that a manifest uses on. */
    List<Chosen> path() {
        Deque<Chosen> path = new ArrayDeque<>();
        Requirement each = this;
        while (each.by.isPresent()) {
            path.push(each.by.get());
            each = each.by.get().because();
        }
        return List.copyOf(path);
    }

    /** Where it begins: the use of a manifest's. */
    Location root() {
        return path().stream().findFirst().map(Chosen::because).orElse(this).use.place();
    }

    /** Who wants what, from the manifest on: {@code chandler.yml:5:9 uses a@^1 (1.2.0), which requires b@^2}. */
    String chain() {
        StringBuilder words = new StringBuilder(root() + " uses ");
        path().forEach(chosen -> words.append(chosen.because().use.reference())
                .append(" (")
                .append(chosen.version())
                .append("), which requires "));
        return words.append(use.reference()).toString();
    }
}
