package dev.chandler.core.trust;

import java.nio.file.Path;

/**
 * A file in which a policy is looked for.
 *
 * @param path the file
 * @param origin who names it, in words for the user: {@code --policy}, {@code CHANDLER_POLICY}
 * @param required whether it is wrong if it isn't there, as it is where the user named it
 */
public record PolicyFile(Path path, String origin, boolean required) {}
