/** From what happens to those who listen. Depends on {@code api} alone. */
@NullMarked
package dev.chandler.core.event;

import org.jspecify.annotations.NullMarked;
