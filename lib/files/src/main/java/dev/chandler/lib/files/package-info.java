/**
 * File trees of the client: chosen by ignore rules, walked in one order everywhere, digested, and streamed as tar. Knows
 * {@code api} only for its words: digests and problems.
 */
@NullMarked
package dev.chandler.lib.files;

import org.jspecify.annotations.NullMarked;
