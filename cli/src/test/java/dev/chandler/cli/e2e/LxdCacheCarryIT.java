package dev.chandler.cli.e2e;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler cache export} and {@code import} on LXD. */
class LxdCacheCarryIT extends CacheCarryContract {

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    @Override
    Stranger stranger() {
        return stranger;
    }

    @Override
    String engine() {
        return "lxd";
    }

    @Test
    void statesOfLxdAreNoneOfDockers() {
        build();
        cache("export", "oci:carried").exits(0);

        stranger.runs("cache", "import", "oci:carried", "--engine", "docker")
                .exits(3)
                .says("CH-CACHE-014", "they were made on lxd");
    }
}
