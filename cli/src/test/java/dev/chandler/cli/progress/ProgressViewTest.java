package dev.chandler.cli.progress;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.testkit.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressViewTest {

    private static final Problem PROBLEM = Problem.of("CH-STEP-001", "step \"script[0]\" failed: exit status 1")
            .at(new Location("chandler.yml", 9, 5))
            .because("command: false");

    static final List<RunEvent> EVENTS = List.of(
            new RunEvent.RunStarted(
                    "0123456789abcdef",
                    "app",
                    "docker",
                    "unix:///run/docker.sock",
                    "the first that answers",
                    "busybox",
                    4),
            new RunEvent.Progress("pulling busybox", 512, 1024),
            new RunEvent.Notice("the base declares volumes: /data"),
            new RunEvent.StepHit("install[0]", "echo one"),
            new RunEvent.InstanceStarted("chandler-1", "a checkpoint", Duration.ofMillis(321)),
            new RunEvent.StepStarted("install[1]", "echo two"),
            new RunEvent.StepOutput("install[1]", Channel.STDOUT, "tw"),
            new RunEvent.StepOutput("install[1]", Channel.STDERR, "warning: ü\n"),
            new RunEvent.StepOutput("install[1]", Channel.STDOUT, "o\r\nno end"),
            new RunEvent.StepRetried("install[1]", 1, 2, PROBLEM),
            new RunEvent.StepSucceeded("install[1]", Duration.ofMillis(1234)),
            new RunEvent.CheckpointTaken("install[1]", Duration.ofMillis(75)),
            new RunEvent.StepStarted("script[0]", "false"),
            new RunEvent.StepStarted("script[1]", "sleep 100"),
            new RunEvent.StepFailed("script[0]", Duration.ofMillis(45), PROBLEM),
            new RunEvent.StepCancelled("script[1]", Duration.ofSeconds(65)),
            new RunEvent.Published(
                    new Artifact(Digest.of("image"), List.of("app:latest", "app:1"), true), Duration.ofMillis(80)),
            new RunEvent.Progress("pushing host:5000/app:1: 7c3f21 Layer already exists", -1, -1),
            new RunEvent.Progress("pushing host:5000/app:1: 3f2a9c Pushing", 512, 1024),
            new RunEvent.OutputMade("docker-archive:app.tar", Optional.empty(), Duration.ofMillis(90)),
            new RunEvent.OutputMade(
                    "registry:host:5000/app:1",
                    Optional.of(new Descriptor("application/vnd.example", Digest.of("manifest"), 528)),
                    Duration.ofMillis(700)),
            new RunEvent.OutputFailed(
                    "registry:host:5000/app:2",
                    Duration.ofMillis(30),
                    Problem.of("CH-OUTPUT-010", "cannot push \"host:5000/app:2\"")
                            .because("unauthorized")),
            new RunEvent.RunEnded(RunEvent.Outcome.FAILED, Duration.ofMillis(2345), 3, List.of(PROBLEM)));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "tty")
    void showsARun(ProgressMode mode) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        Console console = new Console(writer, writer, Path.of("/"), Map.of());
        try (ProgressView view = mode.view(console, true)) {
            EVENTS.forEach(view::on);
        }
        String shown = out.toString().replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"…\"");
        Golden.assertMatches("progress/" + mode + ".txt", shown);
    }
}
