/** Images: their config, and what was published. Depends on {@code cache}. */
@NullMarked
package dev.chandler.api.artifact;

import org.jspecify.annotations.NullMarked;
