package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example whose config files have values of Consul: with its toolbox as an image and as a data container. */
class ConsulExampleIT {

    private static final String CONFIG = "port = 8080\nworkers = 2\nstore hamburg = 10.0.0.1\nstore oslo = 10.0.0.2\n";

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @RegisterExtension
    final BorrowedVolumes volumes = new BorrowedVolumes();

    @RegisterExtension
    final ConsulValues consul = new ConsulValues(stranger);

    private String toolbox = "";

    @BeforeEach
    void aToolboxAndValues() throws IOException {
        Path example = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("../examples/consul-config")
                .normalize();
        Shell.run(List.of("cp", "-R", example + "/.", stranger.project().toString()))
                .exits(0);
        Path tools = Files.createDirectories(stranger.root().resolve("programs"));
        Shell.run(List.of(
                        "sh",
                        "-c",
                        "cp \"$1\" \"$3\" && tar -xOf \"$2\" ./bin/busybox >\"$3/busybox\" && chmod 755 \"$3\"/*",
                        "sh",
                        Testbed.variable("CHANDLER_TESTBED_CONSUL_TEMPLATE"),
                        Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"),
                        tools.toString()))
                .exits(0);
        toolbox = stranger.image() + "/toolbox";
        stranger.runs("build", "-f", "toolbox.yml", "--tag", toolbox, "--var", "tools=" + tools)
                .exits(0);
        consul.put("port", "8080");
        consul.put("greeting", "Good morning");
        consul.put("stores/hamburg", "10.0.0.1");
        consul.put("stores/oslo", "10.0.0.2");
        stranger.with("CONSUL_HTTP_ADDR", ConsulValues.address());
    }

    private String[] options(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--tag",
                                stranger.image(),
                                "--var",
                                "keys=" + stranger.nonce(),
                                "--var",
                                "toolbox=" + toolbox),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private Ended plans(String... more) {
        return stranger.runs(Stream.concat(Stream.of("plan"), Stream.of(options(more)))
                        .toArray(String[]::new))
                .exits(0);
    }

    @Test
    void theToolboxIsAnImageOfToolsInAVolumeAndNothingElse() {
        assertThat(Docker.config(toolbox).getAsJsonObject("Volumes").keySet()).containsExactly("/tools");
        assertThat(SavedImage.of(toolbox, stranger.root().resolve("saved")).namesAfter(0))
                .containsExactlyInAnyOrder("tools/", "tools/busybox", "tools/consul-template");
    }

    @Test
    void theImageHasTheRenderedFilesAndAChangedValueIsRenderedAgain() {
        Built first = stranger.builds(options());
        assertThat(Docker.inImage(stranger.image(), "cat", "/etc/shop/shop.conf"))
                .isEqualTo(CONFIG.strip());
        assertThat(Docker.inImage(stranger.image(), "stat", "-c", "%a %u:%g", "/etc/shop/shop.conf"))
                .isEqualTo("640 0:0");
        assertThat(Docker.inImage(stranger.image(), "cat", "/srv/shop/index.html"))
                .contains("Good morning");
        assertThat(ImageTree.of(stranger.image()).keySet())
                .noneMatch(name -> name.contains("tool") || name.contains("consul") || name.contains("chandler"));

        Built unchanged = stranger.builds(options());
        assertThat(unchanged.ran()).isEmpty();
        assertThat(unchanged.image()).isEqualTo(first.image());
        assertThat(stranger.daemonEvents(unchanged.id(), "create")).isEmpty();

        consul.put("port", "9090");
        assertThat(plans().out()).contains("(because key " + stranger.nonce() + "/port changed)");
        Built changed = stranger.builds(options());
        assertThat(changed.hit()).containsExactly("install[0]");
        assertThat(changed.ran()).startsWith("config", "index");
        assertThat(Docker.inImage(stranger.image(), "cat", "/etc/shop/shop.conf"))
                .isEqualTo(CONFIG.replace("8080", "9090").strip());
    }

    @Test
    void aDataContainerDoesForTheToolbox() {
        String container = stranger.nonce() + "-tools";
        Docker.docker("create", "--name", container, toolbox, "none");
        try {
            String[] options = options("--var", "container=" + container, "--var", "base=scratch");
            stranger.builds(options);

            assertOnlyRenderedFiles();
            assertThat(stranger.builds(options).instances()).isZero();
            assertThat(Docker.docker("inspect", "-f", "{{.State.Status}}", container))
                    .isEqualTo("created");
        } finally {
            Docker.docker("rm", "-fv", container);
        }
    }

    @Test
    void anImageMadeOfNothingHasTheFilesAlone() {
        stranger.builds(options("--var", "base=scratch"));

        assertOnlyRenderedFiles();
    }

    private void assertOnlyRenderedFiles() {
        Map<String, String> texts = ImageTree.texts(stranger.image(), "");
        assertThat(texts).containsEntry("etc/shop/shop.conf", CONFIG);
        assertThat(SavedImage.of(stranger.image(), stranger.root().resolve("saved"))
                        .namesAfter(0))
                .containsOnly(
                        "etc/",
                        "etc/shop/",
                        "etc/shop/shop.conf",
                        "etc/shop/page.html",
                        "srv/",
                        "srv/shop/",
                        "srv/shop/index.html");
    }
}
