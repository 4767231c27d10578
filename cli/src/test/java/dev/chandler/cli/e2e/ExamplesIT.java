package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples build, pass their tests, and run. */
class ExamplesIT {

    private static final Path REPOSITORY = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void hello() {
        build("hello", "--var", "names=[" + stranger.nonce() + "]");

        assertThat(Docker.docker("run", "--rm", stranger.image())).contains("Hello, " + stranger.nonce() + "!");
    }

    @Test
    void pythonApp() {
        build("python-app");

        assertThat(Docker.docker("run", "--rm", stranger.image())).isNotEmpty();
        assertThat(ImageTree.of(stranger.image()))
                .containsKey("opt/factory/tests/")
                .doesNotContainKey("opt/factory/.coverage");
    }

    private void build(String example, String... args) {
        String[] command = new String[args.length + 5];
        System.arraycopy(
                new String[] {"build", "-f", "examples/" + example, "--tag", stranger.image()}, 0, command, 0, 5);
        System.arraycopy(args, 0, command, 5, args.length);
        stranger.startsIn(REPOSITORY, command).ended().exits(0);
    }
}
