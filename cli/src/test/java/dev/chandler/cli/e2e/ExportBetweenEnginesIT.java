package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that {@code chandler export} brings from Docker to LXD and back, and the other way around. */
class ExportBetweenEnginesIT {

    private static final String MANIFEST =
            "base: {rootfs: " + Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS") + "}\n" + """
            env: {E2E: NONCE}
            install:
              - printf carried > /out; chmod 4750 /out; chown 12:34 /out; ln -s out /link; mkdir -p /d/e
              - rm /link; ln /out /hard; mkfifo -m 0622 /pipe; rm -r /home
            artifact:
              repo: e2e/NONCE
              entrypoint: [/bin/sh, -c]
              cmd: []
              env: {A: "b c"}
              user: "12:34"
              workdir: /d/e
              labels: {team: ä}
              ports: [80/tcp]
              volumes: [/v]
              stop-signal: SIGINT
              healthcheck: {test: [/bin/true], interval: 5s}
              author: Jane Doe <jane@example.org>
            """;

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private void export(String... args) {
        List<String> command = new ArrayList<>(List.of("export"));
        command.addAll(List.of(args));
        stranger.runs(command.toArray(String[]::new)).exits(0);
        assertThat(Stranger.names(stranger.cache().resolve("exports"))).isEmpty();
    }

    private WholeImage onDocker(String image) {
        return WholeImage.of(image, stranger.root());
    }

    private String created(String image) {
        return Docker.docker("image", "inspect", "-f", "{{.Created}}", image);
    }

    @Test
    void fromDockerToLxdAndBackItIsTheSame() {
        stranger.manifest(MANIFEST);
        stranger.builds("--engine", "docker");
        String there = stranger.image() + "-there";
        String back = stranger.image() + "-back";

        export(stranger.image(), "--engine", "docker", "--to", "lxd:" + there);
        export(there, "--engine", "lxd", "--to", "docker:" + back);

        assertThat(onDocker(stranger.image()).differences(onDocker(back))).isEmpty();
        assertThat(created(back)).isEqualTo(created(stranger.image()));
    }

    @Test
    void fromLxdToDockerAndBackItIsTheSame() {
        stranger.manifest(MANIFEST);
        stranger.builds("--engine", "lxd", "--output", "docker-archive:before.tar");
        String there = stranger.image() + "-there";
        String back = stranger.image() + "-back";

        export(stranger.image(), "--engine", "lxd", "--to", "docker:" + there);
        export(there, "--engine", "docker", "--to", "lxd:" + back);

        assertThat(described(back)).isEqualTo(described(stranger.image()));
        export(back, "--engine", "lxd", "--to", "docker-archive:after.tar");
        for (String archive : List.of("before.tar", "after.tar")) {
            Docker.docker("load", "-i", stranger.project().resolve(archive).toString());
        }
        WholeImage before = onDocker(stranger.image());
        assertThat(before.differences(onDocker(there))).isEmpty();
        assertThat(before.differences(onDocker(back))).isEmpty();
    }

    @Test
    void ofAnImageThatWasBuiltNothingIsMadeOnLxdAndTheFileHasItsName() {
        stranger.manifest(MANIFEST);
        Built built = stranger.builds("--engine", "lxd");
        List<JsonObject> before = Lxd.images();

        export(stranger.image(), "--engine", "lxd", "--to", "docker-archive:image.tar");
        export(built.image(), "--engine", "lxd", "--to", "oci:image");

        assertThat(Lxd.images()).hasSameSizeAs(before);
        assertThat(Docker.docker(
                        "load", "-i", stranger.project().resolve("image.tar").toString()))
                .contains(stranger.image() + ":latest");
    }

    @Test
    void anImageThatIsNotOnLxdIsThree() {
        stranger.runs("export", stranger.image(), "--engine", "lxd", "--to", "oci:image")
                .exits(3)
                .says("CH-OUTPUT-020", stranger.image());
    }

    /** How LXD has it that the image is to be run. */
    private static String described(String alias) {
        JsonObject image = Lxd.images().stream()
                .filter(each -> Lxd.aliases(each).contains(alias))
                .findFirst()
                .orElseThrow();
        return Lxd.label(image, "properties", "oci.config");
    }
}
