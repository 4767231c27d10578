package dev.chandler.cli.e2e;

import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler cache ls} and {@code prune} on Docker. */
class CachePruneIT extends CachePruneContract {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Override
    Stranger stranger() {
        return stranger;
    }

    @Override
    String engine() {
        return "docker";
    }

    @Override
    String inImage(String image, String file) {
        return Docker.inImage(image, "cat", file);
    }
}
