/**
 * Carries images that are there between engines and files; builds nothing. Depends on {@code api}, {@code lib.oci}, and on
 * {@code output}, {@code engine}, {@code event} and {@code run}.
 */
@NullMarked
package dev.chandler.core.export;

import org.jspecify.annotations.NullMarked;
