/** What a run tells its listeners, and what a command writes. Depends on {@code problem} and {@code artifact}. */
@NullMarked
package dev.chandler.api.event;

import org.jspecify.annotations.NullMarked;
