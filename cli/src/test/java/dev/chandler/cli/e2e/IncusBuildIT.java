package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler build --engine lxd} on Incus makes what it makes on LXD. */
class IncusBuildIT {

    private static final String FOLDER = Testbed.variable("CHANDLER_TESTBED_INCUS_DIR");
    private static final String ROOTFS = Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS");

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private static Ended incus(String... args) {
        List<String> command = new ArrayList<>(List.of("env", "INCUS_DIR=" + FOLDER, "incus"));
        command.addAll(List.of(args));
        return Shell.run(command);
    }

    private static List<String> listed(String path) {
        return StreamSupport.stream(
                        JsonParser.parseString(incus("query", path).exits(0).out())
                                .getAsJsonArray()
                                .spliterator(),
                        false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private final List<String> imagesBefore = listed("/1.0/images");
    private final List<String> instancesBefore = listed("/1.0/instances");

    @AfterEach
    void leaveNothing() {
        for (String instance : listed("/1.0/instances")) {
            if (!instancesBefore.contains(instance)) {
                assertThat(instance).as("what a build leaves").startsWith("/1.0/instances/chandler-cache-");
                incus("query", "-X", "DELETE", "--wait", instance).exits(0);
            }
        }
        for (String image : listed("/1.0/images")) {
            if (!imagesBefore.contains(image)) {
                incus("query", "-X", "DELETE", "--wait", image).exits(0);
            }
        }
    }

    @Test
    void theImageIsThatOfLxd() {
        stranger.manifest("base: {rootfs: " + ROOTFS + "}\nenv: {E2E: NONCE}\n"
                + "install:\n  - mkdir -p /srv/app && echo hello > /srv/app/greeting\n"
                + "  - chown 12:34 /srv/app/greeting && chmod 4750 /srv/app/greeting\n"
                + "  - ln -s greeting /srv/app/link\n"
                + "script: [grep hello /srv/app/link]\n"
                + "artifact: {cmd: [/bin/cat, /srv/app/greeting], env: {A: \"1\"}}\n");
        String lxd = built("lxd");
        stranger.with("LXD_DIR", "").with("INCUS_DIR", FOLDER);
        String incus = built("incus");

        assertThat(WholeImage.of(lxd, stranger.root()).differences(WholeImage.of(incus, stranger.root())))
                .isEmpty();
        assertThat(stranger.runs("engines").exits(0).out()).contains("Incus 6.");
    }

    /** Builds where the environment leads, and has Docker load the image: by this name. */
    private String built(String daemon) {
        String name = stranger.image() + "-" + daemon;
        // Beside the project, so that it isn't in what is copied.
        String archive = "../" + daemon + ".tar";
        stranger.runs("build", "--engine", "lxd", "--tag", name, "--output", "docker-archive:" + archive)
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve(daemon + ".tar").toString());
        return name;
    }
}
