/** Modules: bundles of steps, files, parameters and tests that teams share; what is known of them, and which is meant. */
@NullMarked
package dev.chandler.core.module;

import org.jspecify.annotations.NullMarked;
