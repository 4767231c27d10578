/** Semantic versions and their ranges, of plugins and of modules alike. Knows nothing else of Chandler. */
@NullMarked
package dev.chandler.core.version;

import org.jspecify.annotations.NullMarked;
