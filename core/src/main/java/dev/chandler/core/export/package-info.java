/** Carries images that are there between engines and files; builds nothing. Depends on {@code api}, {@code lib.oci} and {@code core.output}. */
@NullMarked
package dev.chandler.core.export;

import org.jspecify.annotations.NullMarked;
