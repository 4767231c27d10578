/** What differs between two preimages, and the words for it. Depends on {@code api} and {@code cache} alone. */
@NullMarked
package dev.chandler.core.change;

import org.jspecify.annotations.NullMarked;
