package dev.chandler.core.module;

import java.util.Set;
import java.util.function.Predicate;

/**
 * How modules are resolved.
 *
 * @param locked whether only what the lock has may be used
 * @param offline whether nobody is asked, so that all that is missing can be said at once
 * @param update tells by their names which modules are chosen anew, whatever the lock has of them
 */
public record ResolveOptions(boolean locked, boolean offline, Predicate<String> update) {

    /** To obey the lock, and to add what it does not have. */
    public static final ResolveOptions DEFAULT = new ResolveOptions(false, false, name -> false);

    /**
     * The same with modules chosen anew.
     *
     * @param names their names; none for all
     * @return the new options
     */
    public ResolveOptions updating(Set<String> names) {
        return new ResolveOptions(locked, offline, name -> names.isEmpty() || names.contains(name));
    }
}
