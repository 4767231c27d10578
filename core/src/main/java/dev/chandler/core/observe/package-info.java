/** What steps have read from outside: its digests under the user's own key, and the records of it. Depends on {@code api} and {@code cache} alone. */
@NullMarked
package dev.chandler.core.observe;

import org.jspecify.annotations.NullMarked;
