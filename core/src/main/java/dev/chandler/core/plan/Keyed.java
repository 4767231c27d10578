package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.observe.Observations;
import java.util.List;
import java.util.Map;

/**
 * The key of a node on a certain state.
 *
 * @param preimage what it stands for, all before it included
 * @param parts the preimages that it names by their keys, but for the state's: those of a block's steps, and of a step that
 *     observes without what it has read
 * @param known false while it is not known what the node reads from outside: such a key is never found again
 * @param observed what was read, by the keys of the steps without it
 */
public record Keyed(Preimage preimage, List<Preimage> parts, boolean known, Map<Digest, Observations> observed) {}
