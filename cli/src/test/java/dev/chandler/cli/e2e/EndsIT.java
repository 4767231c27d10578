package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every end that a build comes to by itself: its exit code, its last words, and that nothing of it is left at once. */
class EndsIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void successIsZero() {
        stranger.manifest("busybox", "install: [echo hello]\nscript: ['true']\n");

        Ended ended = stranger.runs("build").exits(0);

        assertThat(ended.err()).contains("hello", "image sha256:");
        assertNothingLeftNow();
    }

    @Test
    void aFailingStepIsOneAndSaysWhichAndWhyAndKeepsWhatWentWell() {
        stranger.manifest(
                "busybox", "install:\n  - echo well > /well\n  - echo out; echo why >&2; exit 7\n  - echo never\n");

        Ended ended = stranger.runs("build").exits(1);

        assertThat(ended.err())
                .contains("chandler.yml:6:5", "\"install[1]\"", "7", "why")
                .doesNotContain("never\n", "Exception");
        assertThat(Docker.hasImage(stranger.image())).isFalse();
        assertNothingLeftNow();
        stranger.manifest("busybox", "install:\n  - echo well > /well\n  - echo better\n");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");
    }

    @Test
    void aFailureNamesTheLogInWhichAllOutputIs() throws IOException {
        stranger.manifest("busybox", "install:\n  - seq 1 5000; exit 1\n");

        String err = stranger.runs("build", "--progress", "quiet").exits(1).err();

        Matcher log = Pattern.compile("(?m)^log: (.*)$").matcher(err);
        assertThat(log.find()).as(err).isTrue();
        assertThat(Files.readString(Path.of(log.group(1)))).contains("install[0]", "\n", "1234", "5000");
    }

    @Test
    void aFailingTestIsOneAfterAllOthersRanAndNoNameMoves() {
        stranger.manifest("busybox", "install: [echo one > /file]\n");
        String before = stranger.builds().image();
        stranger.manifest(
                "busybox", "install: [echo two > /file]\nscript:\n  - echo red; false\n  - echo green\n  - exit 3\n");

        Ended ended = stranger.runs("build", "--progress", "json").exits(1);

        Built built = Built.of(ended);
        assertThat(built.steps("step-failed")).containsExactlyInAnyOrder("script[0]", "script[2]");
        assertThat(built.steps("step-succeeded")).contains("script[1]");
        assertThat(built.all("published")).isEmpty();
        assertThat(ended.err().indexOf("script[0]"))
                .isNotNegative()
                .isLessThan(ended.err().indexOf("script[2]"));
        assertThat(Docker.docker("image", "inspect", "-f", "{{.Id}}", stranger.image()))
                .isEqualTo(before);
        assertNothingLeftNow();
        assertThat(Built.of(stranger.runs("build", "--progress", "json").exits(1))
                        .hit())
                .as("green verdicts are kept, red ones are not")
                .containsExactly("install[0]", "script[1]");
    }

    @Test
    void aWrongManifestIsTwoBeforeAnyEngineIsTried() {
        stranger.manifest("busybox", "instal: [echo hello]\n");

        stranger.with("DOCKER_HOST", "unix:///none").runs("build").exits(2).says("chandler.yml:4:1", "\"instal\"");

        assertThat(stranger.buildIds()).isEmpty();
    }

    @Test
    void theDaemonGoneInTheMiddleOfAStepIsThree() {
        SocketRelay relay = stranger.relay();
        stranger.manifest("busybox", "install:\n  - echo first\n  - echo running && sleep 600\n");
        ChandlerProcess build = stranger.starts("build", "--progress", "json");
        build.awaitOutput("running");

        relay.cut();

        Ended ended = build.ended(Duration.ofSeconds(20)).exits(3);
        assertThat(ended.err()).contains(relay.address()).doesNotContain("Exception", "\tat ");
        stranger.direct().manifest("busybox", "install:\n  - echo first\n  - echo running\n");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");
    }

    @Test
    void aDaemonThatNeverAnswersIsThree() {
        SocketRelay relay = stranger.relay().silent();
        stranger.manifest("busybox", "install: [echo hello]\n");

        Ended ended = stranger.starts("build", "--engine", "docker")
                .ended(Duration.ofSeconds(20))
                .exits(3);

        assertThat(ended.err()).contains(relay.address()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void controlCWhileAStepRunsIs130AndCleansUp() {
        ChandlerProcess build = runningStep();

        Ended ended = build.signal("INT").ended(Duration.ofSeconds(20)).exits(130);

        assertThat(ended.err()).contains("interrupted").doesNotContain("Exception");
        assertThat(Built.of(ended).steps("step-cancelled")).containsExactly("install[1]");
        assertNothingLeftNow();
    }

    @Test
    void terminatingIt130AndCleansUp() {
        runningStep().signal("TERM").ended(Duration.ofSeconds(20)).exits(130);

        assertNothingLeftNow();
    }

    @Test
    void controlCWhileTestsRunIs130AndCleansUpAllForks() {
        stranger.manifest(
                "busybox", "install: [echo one]\nscript:\n  - echo running; sleep 600\n  - echo running; sleep 600\n");
        ChandlerProcess build = stranger.starts("build", "--progress", "json", "--jobs", "2");
        for (String test : List.of("script[0]", "script[1]")) {
            build.awaitEvent(event -> event.has("text")
                    && event.has("step")
                    && event.get("step").getAsString().equals(test));
        }

        build.signal("INT").ended(Duration.ofSeconds(20)).exits(130);

        assertNothingLeftNow();
    }

    @Test
    void controlCWhileTheStateIsKeptIs130AndCleansUp() {
        SocketRelay relay = stranger.relay().holdingAnswerOf("POST .*/commit");
        stranger.manifest("busybox", "install: [echo one > /one]\n");
        ChandlerProcess build = stranger.starts("build");
        relay.awaitHeld();

        build.signal("INT");
        relay.release();

        build.ended(Duration.ofSeconds(20)).exits(130);
        assertNothingLeftNow();
    }

    @Test
    void theSecondControlCLeavesAtOnce() {
        SocketRelay relay = stranger.relay();
        ChandlerProcess build = runningStep();
        // So that cleaning up cannot end.
        relay.freeze();

        build.signal("INT");
        relay.awaitSaidToNobody();
        build.signal("INT");

        build.ended(Duration.ofSeconds(3)).exits(130);
        relay.cut();
    }

    @Test
    void aTimeoutEndsTheProcessInside() {
        stranger.manifest(
                "busybox",
                "install:\n  - run: echo begun; (trap '' TERM HUP; setsid sleep 611 &) ; sleep 612\n    timeout: 1s\n");

        Ended ended = stranger.runs("build", "--on-error", "keep").exits(1).says("1.0 s", "chandler.yml:5:5");

        assertThat(ended.err()).doesNotContain("Exception");
        assertThat(Docker.docker("top", kept(), "-o", "pid,args")).doesNotContain("sleep 61");
        stranger.runs("reap").exits(0);
        assertNothingLeftNow();
    }

    @Test
    void eachTryHasTheWholeTimeoutAndOnlyTheLastFailureCounts() {
        stranger.manifest("busybox", """
                install:
                  - run: echo try >> /tries; [ $(wc -l < /tries) = 3 ] || sleep 600
                    timeout: 1s
                    retries: 2
                """);

        Built built = stranger.builds();

        assertThat(built.steps("step-retried")).containsExactly("install[0]", "install[0]");
        assertThat(built.steps("step-failed")).isEmpty();
    }

    @Test
    void theInstanceOfAFailedStepStaysWhenAskedForUntilItIsReaped() {
        stranger.manifest("busybox", "install: [echo partial > /partial; exit 1]\n");

        stranger.runs("build", "--on-error", "keep").exits(1).says(kept());

        // Longer than the lease would have let it live.
        assertThat(Docker.docker("exec", kept(), "sh", "-c", "sleep 4; cat /partial"))
                .isEqualTo("partial");
        stranger.runs("reap").exits(0);
        assertNothingLeftNow();
        assertThat(Stranger.names(stranger.state().resolve("builds"))).isEmpty();
    }

    private ChandlerProcess runningStep() {
        stranger.manifest("busybox", "install:\n  - echo first\n  - echo running && sleep 600\n");
        ChandlerProcess build = stranger.starts("build", "--progress", "json");
        build.awaitOutput("running");
        return build;
    }

    /** The only container that there is of the test's builds. */
    private String kept() {
        List<String> names = stranger.containers();
        assertThat(names).hasSize(1);
        return names.get(0);
    }

    private void assertNothingLeftNow() {
        assertThat(stranger.containers()).isEmpty();
        assertThat(stranger.leftNow()).isEmpty();
    }
}
