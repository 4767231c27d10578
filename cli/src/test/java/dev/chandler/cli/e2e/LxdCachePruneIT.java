package dev.chandler.cli.e2e;

import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler cache ls} and {@code prune} on LXD. */
class LxdCachePruneIT extends CachePruneContract {

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

    @Override
    String inImage(String image, String file) {
        String instance = "look-" + UUID.randomUUID();
        Lxd.lxc("init", image, instance);
        try {
            return Lxd.lxc("file", "pull", instance + file, "-");
        } finally {
            Lxd.lxc("delete", "--force", instance);
        }
    }
}
