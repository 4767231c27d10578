package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    @Test
    void debianService() throws IOException {
        build("debian-service");

        try (RunningService service = RunningService.start(stranger.image(), 6379)) {
            service.awaitHealthy();
            assertThat(service.ask("SET harbour Hamburg\r\n")).isEqualTo("+OK");
            assertThat(service.ask("GET harbour\r\n")).isEqualTo("$7");
            assertThat(service.stop()).isZero();
        }
        assertThat(ImageTree.of(stranger.image()))
                .containsKey("etc/store/store.conf")
                .noneSatisfy((name, line) -> assertThat(name).startsWith("data/append"))
                .noneSatisfy((name, line) -> assertThat(name).startsWith("var/lib/apt/lists/deb"));
    }

    private void build(String example, String... args) {
        String[] command = new String[args.length + 5];
        System.arraycopy(
                new String[] {"build", "-f", "examples/" + example, "--tag", stranger.image()}, 0, command, 0, 5);
        System.arraycopy(args, 0, command, 5, args.length);
        stranger.startsIn(REPOSITORY, command).ended().exits(0);
    }
}
