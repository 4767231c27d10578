package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.core.run.LiveBuilds.Life;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveBuildsTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private LiveBuilds builds;

    @BeforeEach
    void open() {
        builds = new LiveBuilds(folder.resolve("builds"));
    }

    /** An instance that nobody closes, as after kill -9. */
    private void orphan(String build) throws InterruptedException {
        FakeEngine engine = host.connect(build);
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        engine.create(new InstanceSpec(base, Optional.empty(), true));
    }

    @Test
    void knowsThatABuildRunsUntilItIsClosed() throws InterruptedException {
        LiveBuilds.LiveBuild build = builds.start();
        assertThat(builds.life(build.id())).isEqualTo(Life.RUNS);
        assertThat(builds.running()).containsExactly(build.id());

        build.close();
        assertThat(builds.life(build.id())).isEqualTo(Life.UNKNOWN);
        assertThat(builds.running()).isEmpty();
    }

    @Test
    void staysRunningForOtherProcessesHoweverOftenItsOwnAsks() throws Exception {
        LiveBuilds.LiveBuild build = builds.start();
        assertThat(builds.life(build.id())).isEqualTo(Life.RUNS);
        assertThat(new LiveBuilds(folder.resolve("builds")).life(build.id())).isEqualTo(Life.RUNS);
        assertThat(builds.running()).isNotEmpty();

        assertThat(said(process(build.id()))).isEqualTo("RUNS");
        build.close();
        assertThat(said(process(build.id()))).isEqualTo("UNKNOWN");
    }

    @Test
    void knowsThatABuildOfAProcessThatWasKilledHasEnded() throws Exception {
        Process other = process();
        String id = said(other);
        assertThat(builds.life(id)).isEqualTo(Life.RUNS);
        assertThat(builds.life(id)).as("asked again").isEqualTo(Life.RUNS);

        other.destroyForcibly().waitFor();
        assertThat(builds.life(id)).isEqualTo(Life.ENDED);
        assertThat(builds.running()).isEmpty();
    }

    private Process process(String... more) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                BuildProcess.class.getName(),
                folder.resolve("builds").toString());
        builder.command().addAll(List.of(more));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String said(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    @Test
    void remembersABuildThatLeftSomething() throws InterruptedException {
        LiveBuilds.LiveBuild build = builds.start();
        build.leaveSomething();
        build.close();

        assertThat(builds.life(build.id())).isEqualTo(Life.ENDED);
    }

    @Test
    void reapsWhatABuildHasLeftThatEnded() throws InterruptedException, IOException {
        String id = left("");
        orphan(id);

        Reaper.Outcome outcome = new Reaper(builds).reap(host.connect("reap"), false);

        assertThat(outcome.removed()).hasSize(1);
        assertThat(host.resources()).isEmpty();
        assertThat(builds.life(id)).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void leavesARunningBuildAlone() throws InterruptedException {
        try (LiveBuilds.LiveBuild build = builds.start()) {
            orphan(build.id());
            Reaper.Outcome outcome = new Reaper(builds).reap(host.connect("reap"), true);

            assertThat(outcome.removed()).isEmpty();
            assertThat(host.resources()).hasSize(1);
        }
    }

    @Test
    void leavesBuildsOfOthersUnlessToldNotTo() throws InterruptedException {
        orphan("fedcba9876543210");

        assertThat(new Reaper(builds).reap(host.connect("reap"), false).foreign())
                .hasSize(1);
        assertThat(new Reaper(builds).reap(host.connect("reap"), true).removed())
                .hasSize(1);
        assertThat(host.resources()).isEmpty();
    }

    @Test
    void goesOnWhereOneIsRefusedAndReportsIt() throws InterruptedException, IOException {
        String id = left("");
        orphan(id);
        orphan(id);
        host.refuse("remove", 1);

        Reaper.Outcome outcome = new Reaper(builds).reap(host.connect("reap"), false);

        assertThat(outcome.refusals()).hasSize(1);
        assertThat(outcome.removed()).hasSize(1);
        assertThat(builds.life(id)).as("something is still there").isEqualTo(Life.ENDED);
        assertThat(new Reaper(builds).reap(host.connect("reap"), false).removed())
                .hasSize(1);
        assertThat(builds.life(id)).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void forgetsABuildThatWasKilledAndHasLeftNothing() throws Exception {
        Process other = process();
        String id = said(other);
        other.destroyForcibly().waitFor();
        assertThat(builds.life(id)).isEqualTo(Life.ENDED);

        new Reaper(builds).reap(host.connect("reap"), false);

        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    @Test
    void forgetsNoBuildOfAnotherPlaceThanItLooksAt() throws InterruptedException, IOException {
        String here = left("fake fake:");
        assertThat(here).isNotEmpty();
        new Reaper(builds).reap(host.connect("reap"), false);
        assertThat(builds.life(here)).isEqualTo(Life.UNKNOWN);

        String elsewhere = left("docker unix:///var/run/docker.sock");
        new Reaper(builds).reap(host.connect("reap"), false);
        assertThat(builds.life(elsewhere)).isEqualTo(Life.ENDED);
    }

    @Test
    void writesDownWhereABuildMakesThings() throws InterruptedException {
        LiveBuilds.LiveBuild build = builds.start();
        build.uses(host.connect(build.id()));
        build.leaveSomething();
        build.close();

        assertThat(builds.ended()).containsExactly(Map.entry(build.id(), "fake fake:"));
    }

    /** A build that ended and may have left something at a place. */
    private String left(String place) throws IOException {
        String id = "0123456789abcdef";
        Files.createDirectories(folder.resolve("builds"));
        Files.writeString(folder.resolve("builds").resolve(id), place);
        return id;
    }

    @Test
    void takesNoPathForAnId() {
        assertThat(builds.life("../../etc/passwd")).isEqualTo(Life.UNKNOWN);
    }
}
