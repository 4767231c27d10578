package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler cache export} and {@code import} on Docker. */
class CacheCarryIT extends CacheCarryContract {

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

    @Test
    void toADaemonThatHasNeverBuiltIt() throws IOException {
        String other = Testbed.variable("SECOND_DOCKER_HOST");
        Docker.docker("-H", other, "pull", "-q", "busybox");
        build();
        cache("export", "oci-archive:carried.tar").exits(0);
        stranger.elsewhere("fresh").with("DOCKER_HOST", other);
        try {
            assertThat(cache("import", "oci-archive:carried.tar").exits(0).out())
                    .contains("imported 3 states");

            assertAllIsFound();
            assertThat(Docker.docker("-H", other, "run", "--rm", stranger.image(), "cat", "/three"))
                    .isEqualTo("one");
        } finally {
            cache("prune", "--unused-for", "0s");
            Docker.tried("-H", other, "rmi", stranger.image());
            stranger.direct();
        }
    }
}
