package dev.chandler.engine.docker;

import dev.chandler.api.event.OutputSink;
import dev.chandler.engine.docker.DockerDriver.ExecPlan;
import dev.chandler.engine.docker.DockerDriver.OutputStreaming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Ends processes of a container whose root cannot: where the capability {@code KILL} is dropped, its first process reaches
 * only its own user's. Each user's are ended by that user.
 */
final class OtherUsers {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofSeconds(12);
    private static final long PAUSE_MILLIS = 50;

    private final DockerDriver driver;
    private final String container;
    private final String shell;

    OtherUsers(DockerDriver driver, String container, String shell) {
        this.driver = driver;
        this.container = container;
        this.shell = shell;
    }

    /**
     * Ends them: TERM, two seconds, KILL.
     *
     * @param first waits for those that have ended
     */
    void end(FirstProcess first, Duration answer) throws InterruptedException {
        Set<String> users = users();
        long begun = System.nanoTime();
        signal("TERM", users);
        while (!users.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            first.reap(answer);
            long passed = System.nanoTime() - begun;
            if (passed > GIVE_UP.toNanos()) {
                throw DockerProblems.refused(
                        "cannot end the processes in container " + container,
                        "those of the users " + String.join(", ", users) + " are still there");
            }
            users = users();
            if (passed > GRACE.toNanos()) {
                signal("KILL", users);
            }
        }
    }

    private void signal(String name, Set<String> users) throws InterruptedException {
        for (String user : users) {
            run(user, "kill -" + name + " -1 2>/dev/null || :");
        }
    }

    private Set<String> users() throws InterruptedException {
        return run("0", FirstProcess.script("list-users.sh"))
                .lines()
                .filter(line -> !line.isBlank())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String run(String user, String text) throws InterruptedException {
        ExecPlan plan = new ExecPlan(List.of(shell, "-c", text), List.of(), user, "/", false);
        String exec = driver.createExec(container, plan)
                .orElseThrow(() -> DockerProblems.instanceGone(container, "it no longer runs"));
        StringBuilder said = new StringBuilder();
        OutputSink listener = (channel, chunk) -> said.append(new String(chunk, StandardCharsets.UTF_8));
        try (OutputStreaming streaming = driver.startExec(exec, Optional.empty(), listener)) {
            streaming.await();
        }
        return said.toString();
    }
}
