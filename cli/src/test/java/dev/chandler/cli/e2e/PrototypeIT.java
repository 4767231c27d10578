package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The case that it all began with: a language, dependencies in a loop, two tests, one image. */
class PrototypeIT {

    private static final String MANIFEST = """
            name: factory
            vars:
              dependencies: {type: list, default: [alpha, beta, gamma]}
            language: python:3.11
            env: {E2E: NONCE, PYTHONDONTWRITEBYTECODE: "1"}
            install:
              - mkdir -p /opt/factory && echo "$E2E" > /opt/factory/nonce
            [#list dependencies as name]
              - python -c 'import sys; print(sys.argv[1])' [=sh(name)] >> /opt/factory/dependencies
            [/#list]
            script:
              - grep -c . /opt/factory/dependencies
              - echo tested > /opt/factory/by-a-test && cat /opt/factory/by-a-test
            artifact:
              repo: test/factory
              tags: ["NONCE"]
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String image = "";

    @BeforeEach
    void writeTheManifest() {
        stranger.manifest(MANIFEST);
        image = "test/factory:" + stranger.nonce();
    }

    @Test
    void theFirstBuildRunsEveryStepAndEveryTestAndTagsTheImage() {
        Built built = stranger.builds();

        assertThat(built.hit()).isEmpty();
        assertThat(built.ran())
                .containsExactlyInAnyOrder(
                        "install[0]", "install[1]", "install[2]", "install[3]", "script[0]", "script[1]");
        assertThat(built.output("script[0]")).isEqualTo("3\n");
        assertThat(docker("image", "inspect", "-f", "{{.Id}}", image)).isEqualTo(built.image());
        assertThat(Docker.inImage(image, "cat", "/opt/factory/dependencies")).isEqualTo("alpha\nbeta\ngamma");
    }

    @Test
    void theSecondBuildStartsNoContainerAndSaysSo() {
        String first = stranger.builds().image();

        Built second = stranger.builds();

        assertThat(second.ran()).isEmpty();
        assertThat(second.hit()).hasSize(6);
        assertThat(second.instances()).isZero();
        assertThat(second.image()).isEqualTo(first);
        assertThat(stranger.daemonEvents(second.id(), "create")).isEmpty();
        stranger.runs("build").exits(0).says("no instance was started");
    }

    @Test
    void theFirstBuildsContainersAreInTheDaemonsLog() {
        Built built = stranger.builds();

        // One for the steps and one for each test: else the test above would see nothing whatever happens.
        assertThat(stranger.daemonEvents(built.id(), "create")).hasSize(3);
        assertThat(stranger.daemonEvents(built.id(), "destroy")).hasSize(3);
        assertThat(built.instances()).isEqualTo(3);
    }

    @Test
    void aChangedLastDependencyRunsOnlyTheStepsFromThereOn() {
        stranger.builds();

        Built built = stranger.builds("--var", "dependencies=[alpha, beta, delta]");

        assertThat(built.hit()).containsExactly("install[0]", "install[1]", "install[2]");
        assertThat(built.ran()).containsExactlyInAnyOrder("install[3]", "script[0]", "script[1]");
        assertThat(Docker.inImage(image, "cat", "/opt/factory/dependencies")).isEqualTo("alpha\nbeta\ndelta");
    }

    @Test
    void theImageHasWhatTheSameCommandsGiveByHandAndNothingElse() {
        stranger.builds();
        String byHand = byHand();

        assertThat(ImageTree.of(image)).isEqualTo(ImageTree.of(byHand)).doesNotContainKey("opt/factory/by-a-test");
        assertThat(Docker.config(image)).isEqualTo(Docker.config("python:3.11"));
    }

    @Test
    void nothingInTheImageTellsOfUs() {
        stranger.builds();

        String facts = docker(
                "image",
                "inspect",
                "-f",
                "{{json .Config}} {{json .ContainerConfig}} {{json .Container}} {{json .Comment}} {{json .Author}}",
                image);
        assertThat(facts).doesNotContainIgnoringCase("chandler").doesNotContain(stranger.nonce());
        assertThat(docker("history", "--no-trunc", image))
                .doesNotContainIgnoringCase("chandler")
                .doesNotContain(stranger.nonce())
                .doesNotContain("while read");
        assertThat(ImageTree.of(image).keySet())
                .noneMatch(path -> path.toLowerCase(Locale.ROOT).contains("chandler"));
    }

    private String byHand() {
        String container = stranger.nonce();
        docker(
                "run",
                "-d",
                "--name",
                container,
                "-e",
                "E2E=" + stranger.nonce(),
                "-e",
                "PYTHONDONTWRITEBYTECODE=1",
                "python:3.11",
                "sleep",
                "600");
        List<String> commands = new ArrayList<>();
        commands.add("mkdir -p /opt/factory && echo \"$E2E\" > /opt/factory/nonce");
        for (String name : List.of("alpha", "beta", "gamma")) {
            commands.add("python -c 'import sys; print(sys.argv[1])' '" + name + "' >> /opt/factory/dependencies");
        }
        commands.forEach(command -> docker("exec", container, "/bin/sh", "-ec", command));
        String byHand = stranger.image() + ":by-hand";
        docker("commit", container, byHand);
        docker("rm", "-f", container);
        return byHand;
    }
}
