package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The base's config is in the image as {@code docker inspect} shows it, but for what the manifest changes. */
class ConfigKeptIT {

    private static final String EVERYTHING = """
            FROM busybox
            ENV PATH=/opt/bin:/bin GREETING="hello  world" EMPTY=
            RUN echo app:x:4321:4321::/srv/app:/bin/sh >> /etc/passwd && mkdir -p /srv/app /data && chown app /srv/app
            LABEL org.example.kept="as it is" org.example.empty=""
            EXPOSE 80/tcp 53/udp
            VOLUME /data
            USER app
            WORKDIR /srv/app
            HEALTHCHECK --interval=7s --timeout=3s --retries=2 CMD ["true"]
            STOPSIGNAL SIGQUIT
            SHELL ["/bin/sh", "-c"]
            ENTRYPOINT ["/bin/echo", "entry"]
            CMD ["point"]
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String base = "";

    @BeforeEach
    void nameTheBase() {
        base = stranger.image() + "-base";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CMD []",
                "ENTRYPOINT []",
                "CMD []\nENTRYPOINT []",
                "CMD [\"sh\"]",
                "CMD echo $HOME",
                "ENTRYPOINT [\"\"]",
                "ENTRYPOINT [\"/bin/echo\"]",
                "ENTRYPOINT [\"/bin/echo\"]\nCMD []",
                "USER 1000:1000",
                "WORKDIR /tmp",
                "ENV A=1",
                "HEALTHCHECK NONE"
            })
    void whatADockerfileSaysIsKept(String instructions) {
        build("FROM scratch\nCOPY --from=busybox / /\n" + instructions + "\n");

        assertKept();
    }

    @Test
    void everythingAtOnceIsKept() {
        build(EVERYTHING);

        assertKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CMD []", "ENTRYPOINT []", "CMD [\"sh\"]", "ENV A=1", "LABEL a=b"})
    void whatAnImportSaysIsKept(String change) {
        docker("import", "-c", change, Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"), base);

        assertKept();
    }

    @Test
    void anImportWithoutAnyConfigStaysWithoutOne() {
        docker("import", Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"), base);
        JsonObject config = Docker.config(base);
        assertThat(config.get("Cmd")).isEqualTo(JsonNull.INSTANCE);
        assertThat(config.get("Entrypoint")).isEqualTo(JsonNull.INSTANCE);

        assertKept();
    }

    @Test
    void whatTheManifestChangesIsAllThatChanges() {
        build(EVERYTHING);
        stranger.manifest("""
                base: BASE
                env: {E2E: NONCE}
                install: [{run: echo new > /new, user: root}]
                artifact:
                  repo: IMAGE
                  cmd: [new, cmd]
                  env: {GREETING: ho, ADDED: "1 2"}
                  labels: {org.example.added: "yes"}
                """.replace("BASE", base).replace("IMAGE", stranger.image()));
        stranger.builds();

        JsonObject expected = Docker.config(base);
        expected.add("Cmd", JsonParser.parseString("[new, cmd]"));
        expected.add("Env", JsonParser.parseString("['PATH=/opt/bin:/bin', 'GREETING=ho', 'EMPTY=', 'ADDED=1 2']"));
        expected.getAsJsonObject("Labels").addProperty("org.example.added", "yes");
        assertThat(Docker.config(stranger.image())).isEqualTo(expected);
    }

    @Test
    void aNewEntrypointTakesTheOldCmdWithIt() {
        build(EVERYTHING);
        stranger.manifest("base: " + base + "\nartifact: {repo: " + stranger.image() + ", entrypoint: [/bin/true]}\n");
        stranger.builds();

        JsonObject expected = Docker.config(base);
        expected.add("Entrypoint", JsonParser.parseString("['/bin/true']"));
        expected.add("Cmd", JsonNull.INSTANCE);
        assertThat(Docker.config(stranger.image())).isEqualTo(expected);
    }

    @Test
    void anEmptyCmdIsNotNone() {
        build("FROM busybox\nCMD [\"sh\"]\n");
        stranger.manifest("base: " + base + "\nartifact: {repo: " + stranger.image() + ", cmd: []}\n");
        stranger.builds();

        JsonObject expected = Docker.config(base);
        expected.add("Cmd", new JsonArray());
        assertThat(Docker.config(stranger.image())).isEqualTo(expected);
    }

    private void assertKept() {
        stranger.manifest(base, "install: [{run: 'echo $E2E > /tmp/new', user: root}]\n");

        stranger.builds();

        assertThat(Docker.config(stranger.image())).isEqualTo(Docker.config(base));
        assertThat(docker("image", "inspect", "-f", "{{.Os}} {{.Architecture}} {{.Author}}", stranger.image()))
                .isEqualTo(docker("image", "inspect", "-f", "{{.Os}} {{.Architecture}} {{.Author}}", base));
    }

    private void build(String dockerfile) {
        docker(
                new ByteArrayInputStream(dockerfile.getBytes(StandardCharsets.UTF_8)),
                "build",
                "-q",
                "--force-rm",
                "-t",
                base,
                "-");
    }
}
