/**
 * Whom the user trusts: keys, signatures and a policy file, of plugins and whatever else strangers write.
 *
 * <p>Knows files and names alone, neither plugins nor where they are fetched from. Begin at {@link
 * dev.chandler.core.trust.TrustPolicy}.
 */
@NullMarked
package dev.chandler.core.trust;

import org.jspecify.annotations.NullMarked;
