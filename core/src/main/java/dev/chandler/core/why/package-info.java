/** Why steps run: what the last builds of a manifest were made of, and what of it has changed. */
@NullMarked
package dev.chandler.core.why;

import org.jspecify.annotations.NullMarked;
