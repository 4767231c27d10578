package dev.chandler.cli.e2e;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects of several builds on LXD. */
class LxdProjectIT extends ProjectContract {

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
}
