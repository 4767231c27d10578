/**
 * Secrets: read on the client, masked in what leaves, looked for in what is kept. Depends on {@code manifest} and
 * {@code api}.
 */
@NullMarked
package dev.chandler.core.secret;

import org.jspecify.annotations.NullMarked;
