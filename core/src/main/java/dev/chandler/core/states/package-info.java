/** The states that are kept on an engine: who has used them, and which of them may go. Depends on {@code cache} alone. */
@NullMarked
package dev.chandler.core.states;

import org.jspecify.annotations.NullMarked;
