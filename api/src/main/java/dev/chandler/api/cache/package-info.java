/** Digests, and the named fields from which a step's key is built. */
@NullMarked
package dev.chandler.api.cache;

import org.jspecify.annotations.NullMarked;
