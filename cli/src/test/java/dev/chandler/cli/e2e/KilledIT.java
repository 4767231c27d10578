package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code kill -9} of the client in each state: what runs ends by its lease, {@code reap} removes the rest, and the next
 * build goes on from the last checkpoint.
 */
class KilledIT {

    private static final Duration LEASE = Duration.ofSeconds(6);

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void whileAnInstanceIsMade() {
        killedWhileHolding("POST .*/containers/create");

        assertNextBuildHits();
    }

    @Test
    void whileAnInstanceStarts() {
        killedWhileHolding("POST .*/containers/[^/]+/start");

        assertNextBuildHits();
    }

    @Test
    void whenAnInstanceIsReady() {
        killedWhileHolding("POST .*/containers/[^/]+/exec");

        assertNextBuildHits();
    }

    @Test
    void whileAStepRuns() {
        manifest();
        ChandlerProcess build = stranger.starts("build", "--progress", "json", "--var", "step=600");
        build.awaitOutput("in the step");
        kill(build);

        assertNextBuildHits("install[0]");
    }

    @Test
    void whileAStateIsKept() {
        killedWhileHolding("POST .*/commit");

        // The daemon did finish it.
        assertNextBuildHits("install[0]");
    }

    @Test
    void whileATestRuns() {
        manifest();
        ChandlerProcess build = stranger.starts("build", "--progress", "json", "--var", "test=600");
        build.awaitOutput("in the test");
        kill(build);

        assertNextBuildHits("install[0]", "install[1]");
    }

    @Test
    void whileTheImageIsPublished() {
        killedWhileHolding("POST .*/images/load");

        assertNextBuildHits("install[0]", "install[1]", "script[0]");
    }

    private void killedWhileHolding(String request) {
        SocketRelay relay = stranger.relay().holdingAnswerOf(request);
        manifest();
        ChandlerProcess build = stranger.starts("build");
        relay.awaitHeld();
        kill(build);
    }

    private void manifest() {
        stranger.manifest("""
                vars:
                  step: {type: number, default: 0}
                  test: {type: number, default: 0}
                base: busybox
                env: {E2E: NONCE}
                install:
                  - {run: echo first > /first, user: "0:0"} # by the daemon, whose request is waited for
                  - echo in the step && sleep [=step]
                script:
                  - echo in the test && sleep [=test]
                artifact: {repo: e2e/NONCE}
                """);
    }

    private void kill(ChandlerProcess build) {
        assertThat(build.isAlive()).isTrue();
        build.signal("KILL").ended();
        long deadline = System.nanoTime() + LEASE.toNanos();
        while (!running().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(running()).as("still running after " + LEASE).isEmpty();
        stranger.direct().runs("reap").exits(0);
        assertThat(stranger.leftNow()).isEmpty();
    }

    private List<String> running() {
        return stranger.buildIds().stream()
                .flatMap(build -> Docker.lines("ps", "-q", "--filter", "label=dev.chandler.build=" + build).stream())
                .toList();
    }

    private void assertNextBuildHits(String... steps) {
        Built next = stranger.builds();

        assertThat(next.hit()).containsExactly(steps);
        assertThat(Docker.inImage(stranger.image(), "cat", "/first")).isEqualTo("first");
    }
}
