package dev.chandler.core.transfer;

import dev.chandler.api.cache.Digest;
import java.util.Optional;

/**
 * A state on its way.
 *
 * @param key its key
 * @param step the id of the step that it is after
 * @param image the digest of the manifest of its image
 * @param outputs what was registered on the way to it, as it is noted behind the state's name; empty where nothing was
 */
public record CarriedState(Digest key, String step, Digest image, Optional<String> outputs) {}
