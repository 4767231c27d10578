package dev.chandler.testkit;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import org.apiguardian.api.API;

/**
 * An image on a {@link FakeHost}, a base or a published one.
 *
 * @param tree its files; not to be changed
 * @param config its config
 * @param depth how many layers it has
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FakeImage(FakeTree tree, ImageConfig config, int depth) {

    /**
     * The image's id.
     *
     * @return equal for equal files and config
     */
    public Digest id() {
        return Digest.of(tree.digest() + "\n" + config);
    }
}
