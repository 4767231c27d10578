package dev.chandler.core.module;

/**
 * A version that was chosen of a module.
 *
 * @param source where it is had from
 * @param version the version
 * @param because who wanted it first
 */
record Chosen(ModuleSource source, String version, Requirement because) {

    String place() {
        return source.place();
    }

    /** Tells it from all others. */
    String key() {
        return place() + "@" + version;
    }
}
