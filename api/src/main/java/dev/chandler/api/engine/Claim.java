package dev.chandler.api.engine;

import dev.chandler.api.cache.Digest;
import org.apiguardian.api.API;

/**
 * That an instance is there to make states which others may want, too.
 *
 * @param buildId the build that makes them
 * @param last the last of the states asked for that it is to make
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Claim(String buildId, Digest last) {}
