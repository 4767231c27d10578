package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools that steps borrow, from wherever they come, and bases that have not even a shell. */
class ToolboxIT {

    private static final Path ROOTFS = Path.of(Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"));

    private static final String USES = """
            install:
              - run: hello > /said
                name: uses
            script: [hello | grep -q NONCE, test "$CHANDLER_TOOLS" = /dev/shm/chandler-tools]
            """;

    @Order(1)
    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** After the other, so that it removes what it knows of before the other looks what is left. */
    @Order(2)
    @RegisterExtension
    final KeptToolboxes toolboxes = new KeptToolboxes();

    /** A program that says the nonce, in a folder of the project. */
    private void tool(String words) throws IOException {
        Path tool = stranger.file("tools/hello", "#!/bin/sh\necho " + words + " " + stranger.nonce() + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void manifest(String toolbox, String rest) {
        stranger.manifest("busybox", "toolbox: " + toolbox + "\n" + rest.replace("NONCE", stranger.nonce()));
    }

    private void staticBusybox(String place) throws IOException {
        Path busybox = stranger.project().resolve(place);
        Files.createDirectories(busybox.getParent());
        Shell.run(List.of(
                        "sh",
                        "-c",
                        "tar -xOf '" + ROOTFS + "' ./bin/busybox > '" + busybox + "' && chmod 755 '" + busybox + "'"))
                .exits(0);
    }

    @Test
    void aFolderIsOnThePathLastAndInNoImage() throws IOException {
        tool("first");
        manifest("./tools", USES);

        assertThat(stranger.runs("plan").exits(0).out())
                .contains("toolbox  " + stranger.project().resolve("tools"));
        assertThat(toolboxes.now()).as("a plan brings nothing").isEmpty();
        Built built = stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/said")).isEqualTo("first " + stranger.nonce());
        assertThat(ImageTree.of(stranger.image()).keySet())
                .noneMatch(name -> name.contains("chandler") || name.startsWith("tools") || name.contains("hello"));
        assertThat(Docker.docker("image", "inspect", stranger.image()))
                .doesNotContain("chandler-tools", "CHANDLER_TOOLS");
        assertThat(toolboxes.now()).hasSize(1);
        assertThat(built.instances()).isEqualTo(3);
    }

    @Test
    void anUnchangedBuildStartsNothingAndAChangedToolBuildsAgain() throws IOException {
        tool("first");
        manifest("./tools", USES);
        stranger.builds();

        Built same = stranger.builds();
        assertThat(same.instances()).isZero();
        assertThat(stranger.daemonEvents(same.id(), "create")).isEmpty();

        tool("second");
        stranger.builds();
        assertThat(Docker.inImage(stranger.image(), "cat", "/said")).isEqualTo("second " + stranger.nonce());
        assertThat(toolboxes.now()).hasSize(2);
    }

    @Test
    void whatTheBaseHasComesFirst() throws IOException {
        tool("ours");
        stranger.file("tools/ls", "#!/bin/sh\necho ours\n").toFile().setExecutable(true, false);
        manifest("./tools", "install: ['ls / > /listed', 'echo $PATH > /path']\n");

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/listed"))
                .contains("bin")
                .doesNotContain("ours");
        assertThat(Docker.inImage(stranger.image(), "cat", "/path")).endsWith(":/dev/shm/chandler-tools");
    }

    @Test
    void anArchiveIsUnpacked() throws IOException {
        tool("packed");
        Shell.run(List.of(
                        "tar",
                        "-czf",
                        stranger.project().resolve("tools.tar.gz").toString(),
                        "-C",
                        stranger.project().resolve("tools").toString(),
                        "."))
                .exits(0);
        manifest("./tools.tar.gz", USES);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/said")).isEqualTo("packed " + stranger.nonce());
        assertThat(stranger.builds().instances()).isZero();
    }

    @Test
    void anImageWithToolsAndOneWithAVolume() throws IOException {
        tool("of an image");
        for (String content : List.of("COPY tools /tools", "COPY tools /data\nVOLUME /data")) {
            stranger.file("Dockerfile", "FROM scratch\n" + content + "\n");
            String image = stranger.image() + "/tools";
            Docker.docker("build", "-q", "-t", image, stranger.project().toString());
            manifest(image, USES);

            stranger.builds("--no-cache");

            assertThat(Docker.inImage(stranger.image(), "cat", "/said")).isEqualTo("of an image " + stranger.nonce());
            assertThat(stranger.builds().instances()).isZero();
            Docker.docker("rmi", image);
        }
    }

    @Test
    void aDataContainer() throws IOException {
        tool("of a container");
        String name = stranger.nonce() + "-data";
        Docker.docker("create", "--name", name, "-v", "/tools", "busybox", "true");
        try {
            Docker.docker("cp", stranger.project().resolve("tools") + "/.", name + ":/tools");
            manifest("{container: " + name + "}", USES);

            stranger.builds();

            assertThat(Docker.inImage(stranger.image(), "cat", "/said"))
                    .isEqualTo("of a container " + stranger.nonce());
            assertThat(stranger.builds().instances()).isZero();
            assertThat(Docker.docker("ps", "-aq", "--filter", "name=" + name)).isNotEmpty();
        } finally {
            Docker.docker("rm", "-fv", name);
        }
        stranger.runs("build").exits(2).says("chandler.yml:4:10", "there is no container", "CH-TOOLBOX-005");
    }

    @Test
    void scratchHasExactlyWhatItsStepsWrote() throws IOException {
        staticBusybox("tools/busybox");
        scratch("toolbox: ./tools\n", "test -x /tools/busybox");
    }

    @Test
    void scratchBorrowsAStaticBusyboxOfTheClient() throws IOException {
        staticBusybox("shell/busybox");
        stranger.with(
                "CHANDLER_SHELL", stranger.project().resolve("shell/busybox").toString());
        scratch("", "test ! -L /tools");
    }

    private void scratch(String toolbox, String aboutTheLink) throws IOException {
        stranger.file("app/index.html", "hello\n");
        stranger.file("setup.sh", "mkdir -p /etc\necho script > /etc/by-script\n");
        stranger.file("token", "s3cr3t-" + stranger.nonce() + "\n");
        stranger.manifest("scratch", toolbox + """
                secrets: {token: {file: token}}
                install:
                  - echo one > /one
                  - copy: {from: app, to: /srv}
                  - run: {script: setup.sh}
                  - run: test -s "$CHANDLER_SECRETS/token" && echo given > /given
                    secrets: [token]
                script:
                  - read -r word < /one && test "$word" = one
                  - test -f /srv/index.html
                  - ABOUT
                """.replace("ABOUT", aboutTheLink));

        stranger.builds();

        assertThat(ImageTree.of(stranger.image()).keySet())
                .filteredOn(name -> !name.matches(
                        "(dev|proc|sys)/.*|etc/(hosts|hostname|resolv.conf|mtab)|\\.dockerenv|dev/|proc/|sys/"))
                .containsExactlyInAnyOrder("etc/", "etc/by-script", "given", "one", "srv/", "srv/index.html");
        assertThat(layers()).noneMatch(name -> name.startsWith("dev/") || name.startsWith("bin/"));
        assertThat(Docker.docker("image", "inspect", stranger.image())).doesNotContain("chandler-tools");
        assertThat(stranger.builds().instances()).isZero();
    }

    /** What is in the image's own layers: an export has what Docker puts into each container, too. */
    private List<String> layers() {
        return Shell.run(List.of(
                        "sh",
                        "-c",
                        "docker save " + stranger.image()
                                + " | tar -xOf - --wildcards '*/layer.tar' | tar -tf - --ignore-zeros"))
                .exits(0)
                .out()
                .lines()
                .toList();
    }

    @Test
    void aBaseWithoutAShellBorrowsThatOfTheToolbox() throws IOException {
        staticBusybox("tools/sh");
        stranger.file("app", "app\n");
        stranger.file("Dockerfile", "FROM scratch\nCOPY app /app\n");
        String bare = stranger.image() + "/bare";
        Docker.docker("build", "-q", "-t", bare, stranger.project().toString());
        stranger.manifest(
                bare,
                "toolbox: ./tools\ninstall: [test -x /tools/sh && echo one > /one]\nscript: [test -f /app && test -x /tools/sh]\n");

        Built built = stranger.builds();

        assertThat(built.instances()).isEqualTo(2);
        assertThat(layers()).containsExactlyInAnyOrder("app", "one");
        stranger.manifest(bare, "install: [echo one > /one]\n");
        stranger.runs("build").says("toolbox:");
    }

    @Test
    void toolboxesAreBroughtListedAndRemovedByTheCommandLine() throws IOException {
        tool("listed");

        String line = stranger.runs("toolbox", "build", "./tools").exits(0).out();
        String digest = line.substring(0, line.indexOf(' '));

        assertThat(stranger.runs("toolbox", "ls").exits(0).out()).contains(digest);
        assertThat(toolboxes.now()).hasSize(1);
        assertThat(stranger.runs("toolbox", "rm", digest).exits(0).out()).contains("removed  " + digest);
        assertThat(toolboxes.now()).isEmpty();
        stranger.runs("toolbox", "rm", digest).exits(2).says("CH-TOOLBOX-009");
        stranger.manifest("busybox", "install: ['true']\n");
        stranger.runs("toolbox", "build").exits(2).says("names no toolbox", "CH-TOOLBOX-008");
    }
}
