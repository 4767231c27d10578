/** The places that an image is brought to, and what can be said of them before it is there. Depends on {@code api} and {@code lib.oci}. */
@NullMarked
package dev.chandler.core.output;

import org.jspecify.annotations.NullMarked;
