/** Which engine a build uses, and why. */
@NullMarked
package dev.chandler.core.engine;

import org.jspecify.annotations.NullMarked;
