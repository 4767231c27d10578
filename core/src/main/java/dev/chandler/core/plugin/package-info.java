/**
 * The plugin door: finds plugins, refuses what cannot work, and loads the others when they are needed.
 *
 * <p>Built-ins and strangers pass the same descriptor, range check and registry; only the class loader differs. Alone in
 * knowing PF4J. Depends on {@code api}, and on the manifest for the words that are
 * reserved.
 */
@NullMarked
package dev.chandler.core.plugin;

import org.jspecify.annotations.NullMarked;
