package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

    @Test
    void aPipeThatWouldBecomeAFileIsRefused() {
        stranger().file("base/chandler.yml", "base: busybox\ninstall: [mkdir /app, mkfifo /app/pipe]\n");
        stranger()
                .file(
                        "services/web/chandler.yml",
                        "base: busybox\ninstall:\n  - copy: {from-build: base, from: /app, to: /srv}\n");

        assertThat(stranger()
                        .runs("build", "-f", "services/web", "--engine", "lxd", "--progress", "plain")
                        .exits(1)
                        .err())
                .contains("cannot put \"/srv/pipe\" into the instance")
                .contains("it is a device or a pipe");
        assertThat(stranger().leftNow()).isEmpty();
    }
}
