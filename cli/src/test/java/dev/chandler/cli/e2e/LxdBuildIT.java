package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code chandler build --engine lxd}, by all its ends, and the commands beside it. */
class LxdBuildIT {

    private static final Duration LEASE = Duration.ofSeconds(6);

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private Built builds() {
        return stranger.builds("--engine", "lxd");
    }

    private Ended runs() {
        return stranger.runs("build", "--engine", "lxd", "--progress", "json");
    }

    private ChandlerProcess starts() {
        return stranger.starts("build", "--engine", "lxd", "--progress", "json");
    }

    private void assertNothingLeftNow() {
        assertThat(stranger.leftNow()).isEmpty();
    }

    private String inImage(String file) {
        String instance = stranger.nonce() + "-look";
        Lxd.lxc("init", stranger.image(), instance);
        try {
            return Lxd.lxc("file", "pull", instance + file, "-");
        } finally {
            Lxd.lxc("delete", "--force", instance);
        }
    }

    @Test
    void anImageIsBuiltTestedAndNamed() {
        stranger.manifest("busybox", "install: [echo hello > /hello]\nscript: [grep hello /hello]\n");

        Built built = builds();

        assertThat("sha256:" + Lxd.fingerprint(stranger.image()).orElseThrow()).isEqualTo(built.image());
        assertThat(inImage("/hello")).isEqualTo("hello");
        assertNothingLeftNow();
    }

    @Test
    void withoutAChangeNoInstanceIsMadeAndTheImageIsTheSame() {
        stranger.manifest("busybox", "install: [echo hello > /hello]\nscript: [grep hello /hello]\n");
        List<Built> builds = new ArrayList<>();
        assertThat(LxdEvents.of(stranger, () -> builds.add(builds())).kinds()).contains("instance-created");

        assertThat(LxdEvents.of(stranger, () -> builds.add(builds())).kinds())
                .noneMatch(kind -> kind.startsWith("instance-") || kind.startsWith("image-"));

        assertThat(builds.get(1).hit()).containsExactly("install[0]", "script[0]");
        assertThat(builds.get(1).instances()).isZero();
        assertThat(builds.get(1).image()).isEqualTo(builds.get(0).image());
    }

    @Test
    void afterAChangeOfTheLastStepItGoesOnFromTheStateBefore() {
        stranger.manifest("busybox", "install:\n  - echo one > /one\n  - echo two > /two\n");
        builds();
        stranger.manifest("busybox", "install:\n  - echo one > /one\n  - cat /one > /three\n");

        Built built = builds();

        assertThat(built.hit()).containsExactly("install[0]");
        assertThat(built.ran()).containsExactly("install[1]");
        assertThat(inImage("/three")).isEqualTo("one");
    }

    @Test
    void aFailingStepIsOneAndLeavesWhatWentWellAlone() {
        stranger.manifest("busybox", "install:\n  - echo well > /well\n  - echo why >&2; exit 7\n");

        runs().exits(1).says("chandler.yml:6:5", "\"install[1]\"", "7", "why");

        assertThat(Lxd.fingerprint(stranger.image())).isEmpty();
        assertNothingLeftNow();
        stranger.manifest("busybox", "install:\n  - echo well > /well\n  - echo better\n");
        assertThat(builds().hit()).containsExactly("install[0]");
    }

    @Test
    void aFailingTestIsOneAndNoNameMoves() {
        stranger.manifest("busybox", "install: [echo one > /file]\n");
        String before = builds().image();
        stranger.manifest("busybox", "install: [echo two > /file]\nscript:\n  - echo red; false\n  - echo green\n");

        Built built = Built.of(runs().exits(1));

        assertThat(built.steps("step-failed")).containsExactly("script[0]");
        assertThat(built.steps("step-succeeded")).contains("script[1]");
        assertThat("sha256:" + Lxd.fingerprint(stranger.image()).orElseThrow()).isEqualTo(before);
        assertNothingLeftNow();
    }

    @Test
    void controlCIs130AndCleansUp() {
        ChandlerProcess build = runningStep();

        Ended ended = build.signal("INT").ended(Duration.ofSeconds(20)).exits(130);

        assertThat(ended.err()).contains("interrupted").doesNotContain("Exception");
        assertNothingLeftNow();
    }

    @Test
    void afterKill9TheInstanceEndsByItsLeaseAndReapTakesTheRest() {
        ChandlerProcess build = runningStep();
        build.signal("KILL").ended();

        long deadline = System.nanoTime() + LEASE.toNanos();
        while (!stranger.leftNow().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(stranger.leftNow()).as("still there after " + LEASE).isEmpty();
        assertThat(stranger.runs("reap", "--engine", "lxd").exits(0).out()).contains("nothing to remove");
        assertThat(Stranger.names(stranger.state().resolve("builds"))).isEmpty();
        stranger.manifest("busybox", "install:\n  - echo first\n  - echo running\n");
        assertThat(builds().hit()).containsExactly("install[0]");
    }

    @Test
    void whatWasKeptForALookIsReaped() {
        stranger.manifest("busybox", "install: [echo partial > /partial; exit 1]\n");

        stranger.runs("build", "--engine", "lxd", "--on-error", "keep").exits(1);

        assertThat(stranger.leftNow()).hasSize(1);
        String instance = stranger.leftNow().get(0).replaceFirst("instance ", "");
        assertThat(Lxd.lxc("file", "pull", instance + "/partial", "-")).isEqualTo("partial");
        assertThat(stranger.runs("reap", "--engine", "lxd").exits(0).out()).contains("removed  instance  " + instance);
        assertNothingLeftNow();
    }

    /** In a project of its own: all that is kept is removed. */
    @Test
    void statesAreListedAndPruned() throws Exception {
        String project = stranger.nonce();
        Lxd.lxc("project", "create", project, "-c", "features.profiles=false");
        try {
            stranger.with("CHANDLER_LXD_PROJECT", project);
            Files.copy(
                    Path.of(Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS")),
                    stranger.project().resolve("rootfs.tar"));
            stranger.manifest("{rootfs: rootfs.tar}", "install: [echo hello > /hello]\n");
            String image = builds().image().replaceFirst("sha256:", "");

            assertThat(stranger.runs("cache", "ls", "--engine", "lxd")
                            .exits(0)
                            .out()
                            .lines())
                    .hasSize(4)
                    .anyMatch(line -> line.startsWith("base "));
            assertThat(stranger.runs("cache", "prune", "--all", "--engine", "lxd")
                            .exits(0)
                            .out())
                    .contains("removed 1 state, 1 base");
            assertThat(stranger.runs("cache", "ls", "--engine", "lxd").exits(0).out())
                    .isEqualTo("nothing is kept\n");
            assertThat(Lxd.lxc("image", "list", "--project", project, "-f", "csv", "-c", "F"))
                    .isEqualTo(image);
            assertThat(Lxd.lxc("list", "--project", project, "-f", "csv")).isEmpty();
        } finally {
            Lxd.lxc("image", "list", "--project", project, "-f", "csv", "-c", "F")
                    .lines()
                    .forEach(image -> Lxd.tried("image", "delete", "--project", project, image));
            Lxd.lxc("project", "delete", project);
        }
    }

    @Test
    void enginesSaysWhatItIsAndWhereItWasFound() {
        assertThat(stranger.runs("engines").exits(0).out())
                .containsPattern("(?m)^[* ] lxd +unix://" + Lxd.folder() + "/unix.socket");
    }

    @Test
    void anImageThatIsNotThereIsThreeAndSaysWhatToDo() {
        stranger.manifest("no-such-image", "install: [echo hello]\n");

        Ended ended = runs().exits(3).says("base \"no-such-image\" not found", "lxc image list");

        assertThat(ended.err()).doesNotContain("Exception");
    }

    @Test
    void anLxdThatIsNowhereIsThreeAndNamesThePlace() {
        stranger.manifest("busybox", "install: [echo hello]\n");

        Ended ended = stranger.with("LXD_DIR", "/nowhere")
                .runs("build", "--engine", "lxd")
                .exits(3);

        assertThat(ended.err()).contains("/nowhere/unix.socket").doesNotContain("Exception");
    }

    private ChandlerProcess runningStep() {
        stranger.manifest("busybox", "install:\n  - echo first\n  - echo running && sleep 600\n");
        ChandlerProcess build = starts();
        build.awaitOutput("running");
        return build;
    }

    /** LXD knows no registries: it is Chandler that pushes, and Docker that takes what is there. */
    @Test
    void anImageIsPushedAndRunsOnDocker() {
        String pushed = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/" + stranger.image() + ":1.0";
        stranger.manifest("busybox", "install: [echo hello > /hello]\n");

        stranger.runs("build", "--engine", "lxd", "--output", "registry:" + pushed)
                .exits(0);

        assertThat(Docker.docker("run", "--rm", "--pull", "always", pushed, "/bin/cat", "/hello"))
                .isEqualTo("hello");
    }

    @Test
    void aRegistryThatTakesNothingLeavesTheImageHere() {
        String readOnly = Testbed.variable("CHANDLER_TESTBED_REGISTRY_READONLY") + "/" + stranger.image() + ":1.0";
        stranger.manifest("busybox", "install: [echo hello > /hello]\n");

        stranger.runs("build", "--engine", "lxd", "--output", "registry:" + readOnly)
                .exits(3)
                .says("CH-OUTPUT-011");

        assertThat(Lxd.fingerprint(stranger.image())).isPresent();
    }
}
