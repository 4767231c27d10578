package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The link at {@code /tools}: there for whoever runs, and in nothing that is kept. */
class ToolboxLinkIT {

    @Order(1)
    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** After the other, so that it removes what it knows of before the other looks what is left. */
    @Order(2)
    @RegisterExtension
    final KeptToolboxes toolboxes = new KeptToolboxes();

    @BeforeEach
    void makeTool() throws IOException {
        Path tool = stranger.file("tools/hello", "#!/bin/sh\necho hello " + stranger.nonce() + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void manifest(String base, String rest) {
        stranger.manifest(base, "toolbox: ./tools\n" + rest);
    }

    /** All that is in the layers of an image, the base's too. */
    private static List<String> layers(String image) {
        return Shell.run(List.of(
                        "sh",
                        "-c",
                        "docker save " + image + " | tar -xOf - --wildcards '*/layer.tar' | tar -tf - --ignore-zeros"))
                .exits(0)
                .out()
                .lines()
                .toList();
    }

    private void assertNoTrace() {
        assertThat(ImageTree.of(stranger.image()).keySet()).noneMatch(name -> name.contains("tools"));
        assertThat(stranger.checkpoints())
                .isNotEmpty()
                .allSatisfy(checkpoint ->
                        assertThat(layers("chandler-cache:" + checkpoint)).noneMatch(name -> name.contains("tools")));
        assertThat(layers(stranger.image())).noneMatch(name -> name.contains("tools"));
    }

    /** A base that has something of its own at the place. */
    private String baseWithTools() {
        stranger.file("own", "its own\n");
        stranger.file("Dockerfile", "FROM busybox\nCOPY own /tools/own\n");
        String base = stranger.image() + "/with-tools";
        Docker.docker("build", "-q", "-t", base, stranger.project().toString());
        return base;
    }

    @Test
    void stepsAndTestsFindItAndNeitherCheckpointNorImageHasIt() {
        manifest("busybox", """
                install:
                  - /tools/hello > /said
                  - test "$(readlink /tools)" = "$CHANDLER_TOOLS"
                  - "! echo more > /tools/more"
                  - /tools/hello >> /said
                script:
                  - /tools/hello | grep -q hello
                  - test -L /tools
                """);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/said"))
                .isEqualTo("hello " + stranger.nonce() + "\nhello " + stranger.nonce());
        assertNoTrace();
        assertThat(stranger.builds().instances()).isZero();
    }

    @Test
    void aBuildThatGoesOnFromACheckpointHasIt() {
        manifest("busybox", "install: [/tools/hello > /first, 'true']\n");
        stranger.builds();
        manifest("busybox", "install: [/tools/hello > /first, /tools/hello > /second]\n");

        Built second = stranger.builds();

        assertThat(second.ran()).containsExactly("install[1]");
        assertThat(Docker.inImage(stranger.image(), "cat", "/second")).isEqualTo("hello " + stranger.nonce());
        assertNoTrace();
    }

    @Test
    void aBaseThatHasItsOwnKeepsIt() {
        String base = baseWithTools();
        manifest(base, """
                install:
                  - test "$(cat /tools/own)" = "its own" && echo more > /tools/more
                  - hello > /said
                script: ['test -f /tools/more && test ! -e /tools/hello']
                """);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/said")).isEqualTo("hello " + stranger.nonce());
        assertThat(ImageTree.of(stranger.image())).containsKeys("tools/own", "tools/more");
        assertThat(layers(stranger.image())).noneMatch(name -> name.contains(".wh."));
    }

    @Test
    void aStepCanPutItsOwnInItsPlace() {
        manifest("busybox", """
                install:
                  - rm /tools && mkdir /tools && echo own > /tools/own
                  - test -f /tools/own && hello > /said
                script: [test -f /tools/own]
                """);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/tools/own")).isEqualTo("own");
    }

    @Test
    void aCopyToItsPlaceIsTheImagesOwnWhateverRanBefore() {
        stranger.file("files/own", "own\n");
        manifest("busybox", """
                install:
                  - /tools/hello > /said
                  - copy: {from: files, to: /tools}
                  - test -f /tools/own
                """);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "ls", "/tools")).isEqualTo("own");
    }

    @Test
    void whatAStepRemovesOfTheBasesOwnIsNotInTheImage() {
        String base = baseWithTools();
        manifest(base, "install: [rm -r /tools, /tools/hello > /said]\nscript: [test -L /tools]\n");

        stranger.builds();

        assertThat(ImageTree.of(stranger.image()).keySet()).noneMatch(name -> name.startsWith("tools"));
    }

    @Test
    void aStepThatRemovesAllProgramsLeavesNoLink() {
        manifest("busybox", "install: [/tools/hello > /said && rm -r /bin]\n");

        stranger.builds();

        assertNoTrace();
    }

    @Test
    void anInstanceThatIsKeptHasIt() {
        manifest("busybox", "install: ['true', /tools/hello && exit 1]\n");

        stranger.runs("build", "--on-error", "keep").exits(1);

        List<String> kept = stranger.containers();
        assertThat(kept).hasSize(1);
        assertThat(Docker.docker("exec", kept.get(0), "/tools/hello")).isEqualTo("hello " + stranger.nonce());
        stranger.runs("reap").exits(0);
    }

    @Test
    void secretsAreLookedForWithoutMeetingIt() {
        stranger.file("token", "s3cr3t-" + stranger.nonce() + "\n");
        manifest("busybox", """
                secrets: {token: {file: token}}
                install:
                  - run: test -s "$CHANDLER_SECRETS/token" && /tools/hello > /said
                    secrets: [token]
                  - /tools/hello >> /said
                """);

        stranger.builds();

        assertNoTrace();
    }

    @Test
    void aReadOnlyRootHasNone() {
        manifest("busybox", """
                instance: {read-only: true}
                mounts: [{kind: tmpfs, to: /srv}]
                install: ['test ! -L /tools && hello > /srv/said']
                """);

        stranger.builds();
    }
}
