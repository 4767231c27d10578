package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands and options, one by one, on a real daemon. */
class CommandsIT {

    private static final String STEPS = """
            install:
              - {name: tools, run: echo tools > /tools.txt}
              - echo app > /app.txt
            script:
              - grep tools /tools.txt
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void quietPrintsTheIdAlone() {
        stranger.manifest("busybox", STEPS);

        Ended ended = stranger.runs("build", "--progress", "quiet").exits(0);

        assertThat(ended.out()).isEqualTo(docker("image", "inspect", "-f", "{{.Id}}", stranger.image()) + "\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void theIdAndTheMetadataGoToFiles() {
        stranger.manifest("busybox", STEPS);

        String id = stranger.builds("--iidfile", "out.id", "--metadata-file", "out.json")
                .image();

        assertThat(stranger.read("out.id")).isEqualTo(id);
        JsonObject metadata = JsonParser.parseString(stranger.read("out.json")).getAsJsonObject();
        assertThat(metadata.get("containerimage.config.digest").getAsString()).isEqualTo(id);
        assertThat(metadata.get("image.name").getAsString()).isEqualTo(stranger.image() + ":latest");
    }

    @Test
    void tagsOnTheCommandLineReplaceTheManifests() {
        stranger.manifest("busybox", STEPS);

        String id = stranger.builds("--tag", stranger.image() + "-a:1", "-t", stranger.image() + "-b")
                .image();

        assertThat(Docker.hasImage(stranger.image())).isFalse();
        for (String name : List.of(stranger.image() + "-a:1", stranger.image() + "-b:latest")) {
            assertThat(docker("image", "inspect", "-f", "{{.Id}}", name)).isEqualTo(id);
        }
    }

    @Test
    void testsCanBeLeftOut() {
        stranger.manifest("busybox", "install: [echo one]\nscript: [exit 1]\n");

        Built built = stranger.builds("--no-tests");

        assertThat(built.ran()).containsExactly("install[0]");
        stranger.runs("build").exits(1);
    }

    @Test
    void untilEndsBehindAStepWithoutTestsAndWithoutAnImage() {
        stranger.manifest("busybox", STEPS);

        Built built = stranger.builds("--until", "tools");

        assertThat(built.ran()).containsExactly("tools");
        assertThat(built.all("published")).isEmpty();
        assertThat(Docker.hasImage(stranger.image())).isFalse();
        assertThat(stranger.builds().hit()).containsExactly("tools");
    }

    @Test
    void noCacheRunsEverything() {
        stranger.manifest("busybox", STEPS);
        stranger.builds();

        Built built = stranger.builds("--no-cache");

        assertThat(built.hit()).isEmpty();
        assertThat(built.ran()).containsExactly("tools", "install[1]", "script[0]");
        assertThat(stranger.builds().ran()).isEmpty();
    }

    @Test
    void anUncachedStepAndAllBehindItRunEveryTimeAndLeaveNoState() {
        stranger.manifest(
                "busybox",
                "install:\n  - echo one\n  - {run: echo two, cache: false}\n  - echo three\nscript: [echo four]\n");
        stranger.builds();

        Built built = stranger.builds();

        assertThat(built.hit()).containsExactly("install[0]");
        assertThat(built.ran()).containsExactly("install[1]", "install[2]", "script[0]");
        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void parallelStepsRunAtTheSameTimeOnOneFileSystem() {
        // Each waits for the other: one after the other would never end.
        stranger.manifest("busybox", """
                install:
                  - parallel:
                      - {run: 'touch /a; until [ -e /b ]; do sleep 0.01; done', timeout: 20s}
                      - {run: 'touch /b; until [ -e /a ]; do sleep 0.01; done', timeout: 20s}
                """);

        Built built = stranger.builds("--jobs", "2");

        assertThat(built.instances()).isEqualTo(1);
        assertThat(ImageTree.of(stranger.image())).containsKeys("a", "b");
        assertThat(stranger.builds().instances()).isZero();
    }

    @Test
    void oneFailingBranchEndsTheOthers() {
        stranger.manifest("busybox", """
                install:
                  - parallel:
                      - touch /up; sleep 600
                      - until [ -e /up ]; do sleep 0.01; done; exit 5
                """);

        Built built = Built.of(
                stranger.runs("build", "--jobs", "2", "--progress", "json").exits(1));

        assertThat(built.steps("step-failed")).hasSize(1);
        assertThat(built.steps("step-cancelled")).hasSize(1);
        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void aStepHasItsEnvironmentUserAndFolderAndNothingElse() {
        stranger.manifest("busybox", """
                install:
                  - mkdir -p /work && chown 1000:1000 /work
                  - run: env | sort > env; id -u > user; pwd > folder; umask > umask; cat > stdin
                    env: {STEP: own}
                    user: "1000:1000"
                    workdir: /work
                """);

        stranger.builds();

        Map<String, String> files = ImageTree.texts(stranger.image(), "work/");
        assertThat(files)
                .containsEntry("user", "1000\n")
                .containsEntry("folder", "/work\n")
                .containsEntry("umask", "0022\n")
                .containsEntry("stdin", "");
        assertThat(files.get("env").lines().filter(line -> !line.startsWith("PWD=") && !line.startsWith("SHLVL=")))
                .containsExactly(
                        "E2E=" + stranger.nonce(),
                        "HOME=/",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "STEP=own");
    }

    @Test
    void planSaysWhatABuildWouldDoAndDoesNothing() {
        stranger.manifest("busybox", STEPS);
        assertThat(stranger.runs("plan").exits(0).out())
                .contains("run      tools", "run      script[0]", "2 steps and 1 test to run");
        assertThat(stranger.buildIds()).isEmpty();
        stranger.runs("build").exits(0);

        assertThat(stranger.runs("plan").exits(0).out())
                .contains("cached   tools", "cached   script[0]", "no instance will be started");
    }

    @Test
    void theManifestCommandsNeedNoEngine() {
        stranger.with("DOCKER_HOST", "unix:///none").manifest("busybox", STEPS);

        stranger.runs("validate").exits(0);
        assertThat(stranger.runs("graph").exits(0).out()).contains("tools", "script[0]");
        assertThat(stranger.runs("graph", "--format", "dot").exits(0).out()).startsWith("digraph");
        assertThat(stranger.runs("graph", "--format", "mermaid").exits(0).out()).contains("flowchart");
        String rendered = stranger.runs("render").exits(0).out();
        stranger.file("rendered.yml", rendered);
        assertThat(stranger.runs("render", "-f", "rendered.yml").exits(0).out()).isEqualTo(rendered);
    }

    @Test
    void enginesSaysOfEachEndpointWhetherItCanBeUsed() {
        assertThat(stranger.runs("engines").exits(0).out()).contains("docker", Docker.socket(), "API 1.");

        Ended without = stranger.with("DOCKER_HOST", "unix:///none").runs("engines");

        assertThat(without.out()).contains("docker", "unix:///none").doesNotContain(Docker.socket());
    }

    @Test
    void anEndpointOnTheCommandLineWins() {
        stranger.with("DOCKER_HOST", "unix:///none").manifest("busybox", "install: [echo one]\n");

        stranger.builds("--engine", "docker", "--endpoint", "unix://" + Docker.socket());
    }

    @Test
    void initWritesAManifestThatBuilds() {
        stranger.runs("init").exits(0);

        stranger.runs("validate").exits(0);
        stranger.runs("init").exits(2).says("chandler.yml");
    }

    @Test
    void theCacheIsListed() {
        stranger.manifest("busybox", STEPS);
        stranger.builds();

        String listed = stranger.runs("cache", "ls").exits(0).out();

        assertThat(stranger.checkpoints())
                .hasSize(2)
                .allSatisfy(key -> assertThat(listed).contains("chandler-cache:" + key));
    }

    @Test
    void helpNamesEveryCommandAndVersionSaysWhatRuns() {
        assertThat(stranger.runs("--help").exits(0).out())
                .contains(
                        "build",
                        "plan",
                        "validate",
                        "render",
                        "graph",
                        "engines",
                        "init",
                        "schema",
                        "cache",
                        "reap",
                        "plugin",
                        "completion",
                        "version");
        assertThat(stranger.runs("version").exits(0).out()).contains("0.1.0");
        assertThat(stranger.runs("completion").exits(0).out()).contains("complete");
    }

    @Test
    void anotherFoldersManifestIsRelativeToItself() throws java.io.IOException {
        stranger.file("sub/site/index.html", "hello\n");
        Files.writeString(
                stranger.project().resolve("sub/chandler.yml"),
                "base: busybox\nenv: {E2E: " + stranger.nonce()
                        + "}\ninstall:\n  - copy: {from: site, to: /srv}\nartifact: {repo: " + stranger.image()
                        + "}\n");

        stranger.builds("-f", "sub");

        assertThat(Docker.inImage(stranger.image(), "cat", "/srv/index.html")).isEqualTo("hello");
    }
}
