package dev.chandler.core.states;

import dev.chandler.api.cache.Digest;
import java.time.Instant;

/**
 * That a build has found a state, or kept it.
 *
 * @param key the state's key
 * @param at when that build came to its end, by the client's clock
 * @param manifest the name of what was built
 * @param folder the folder of its manifest
 * @param step the id of the step that the state is after
 * @param title what that step does, in one line
 */
public record StateUse(Digest key, Instant at, String manifest, String folder, String step, String title) {}
