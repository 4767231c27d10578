package dev.chandler.api.engine;

import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A state that an instance can start from.
 *
 * @param id the engine's own name for it
 * @param key the key that it was kept for; empty for one that lives only as long as its build
 * @param created when it was made, by the engine's clock
 * @param depth how many layers it has, the base's included; 0 where the engine has no such thing
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Snapshot(String id, Optional<Digest> key, Instant created, int depth) {}
