/**
 * What engines that drive a daemon have in common: work that must not be left half done, and lines of shell that end
 * processes.
 *
 * <p>Depends on {@code api} alone.
 */
@NullMarked
package dev.chandler.lib.engine;

import org.jspecify.annotations.NullMarked;
