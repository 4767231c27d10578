package dev.chandler.engine.docker;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.engine.docker.DockerDriver.OutputStreaming;
import dev.chandler.lib.engine.ShellScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The client's end of a container's first process, a few lines of shell that obey words on their standard input.
 *
 * <p>As long as it is attached the container lives; once the connection is gone, also because the client is, it ends.
 * Thread-safe: words are said one after the other.
 */
final class FirstProcess implements AutoCloseable {

    /**
     * What is left after a word.
     *
     * @param some whether something still runs
     * @param blind the users whose processes it may not look into
     */
    private record Left(boolean some, List<String> blind) {

        static Left read(String answer) {
            List<String> words = List.of(answer.split(" ", -1));
            return new Left(words.get(0).equals("some"), words.subList(1, words.size()));
        }
    }

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofSeconds(10);
    /** How long an answer may take. */
    static final Duration ANSWER = Duration.ofSeconds(30);

    /** The same where somebody has interrupted, and waits for the end. */
    static final Duration SHORT_ANSWER = Duration.ofSeconds(5);

    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final DockerDriver driver;
    private final String container;
    private final String shell;
    private final WordStream words = new WordStream();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private final OutputStreaming connection;
    private int number;

    private FirstProcess(DockerDriver driver, String container, String shell) throws InterruptedException {
        this.driver = driver;
        this.container = container;
        this.shell = shell;
        this.connection = driver.attach(container, words, this::heard);
    }

    /** What a container is to be started with. */
    static List<String> entrypoint(String shell) {
        return List.of(shell, "-c", script());
    }

    static String script() {
        return ShellScript.read(FirstProcess.class, "init.sh");
    }

    /** Attaches to a container that has not been started yet. */
    static FirstProcess attach(DockerDriver driver, String container, String shell) throws InterruptedException {
        return new FirstProcess(driver, container, shell);
    }

    /** The shell that it runs in, and that others of ours are to run in. */
    String shell() {
        return shell;
    }

    /**
     * Ends processes: TERM, two seconds, KILL.
     *
     * @param mark only those that carry it; empty for all
     * @param answer how long each answer may take
     * @return the users whose processes could not be looked into for the mark
     */
    List<String> end(Optional<String> mark, Duration answer) throws InterruptedException {
        Left left = say("TERM", mark, answer);
        left = waitWhileSome(left, mark, GRACE, answer);
        if (left.some()) {
            left = waitWhileSome(say("KILL", mark, answer), mark, GIVE_UP, answer);
        }
        if (left.some()) {
            throw DockerProblems.refused(
                    "cannot end the processes in container " + container,
                    "they are still there " + GIVE_UP.toSeconds() + " s after KILL");
        }
        return left.blind();
    }

    private Left waitWhileSome(Left first, Optional<String> mark, Duration limit, Duration answer)
            throws InterruptedException {
        Left left = first;
        long end = System.nanoTime() + limit.toNanos();
        for (long pause = 1;
                left.some() && System.nanoTime() < end;
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(pause);
            left = say("0", mark, answer);
        }
        return left;
    }

    /** Has it wait for what others have ended, which would stay as zombies. */
    void reap(Duration answer) throws InterruptedException {
        say("0", Optional.empty(), answer);
    }

    /** Tells it to stay when the connection ends. */
    void keep() throws InterruptedException {
        say("keep", Optional.empty(), ANSWER);
    }

    /**
     * Has it link to tools where nothing is.
     *
     * @param link an absolute path
     * @param tools where they are
     * @return whether it has: not if something is there, or no program can do it
     */
    boolean link(String link, String tools) throws InterruptedException {
        return say("link", Optional.of(link + " " + tools), ANSWER).some();
    }

    /**
     * Has it take out the link that it has put in, if that still leads to the tools.
     *
     * @param link an absolute path
     * @param tools where they are
     * @return whether it is still there
     */
    boolean unlink(String link, String tools) throws InterruptedException {
        return say("unlink", Optional.of(link + " " + tools), ANSWER).some();
    }

    private synchronized Left say(String verb, Optional<String> operand, Duration limit) throws InterruptedException {
        number++;
        words.send(number + " " + verb + operand.map(given -> " " + given).orElse(""));
        return answer(number + " ", limit);
    }

    /** Skips the answers to words whose sayer was interrupted. */
    private Left answer(String start, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            String answer = answers.poll(100, TimeUnit.MILLISECONDS);
            if (answer != null && answer.startsWith(start)) {
                return Left.read(answer.substring(start.length()));
            }
            if (answer == null && connection.await(0)) {
                throw gone("its first process has ended");
            }
        }
        throw gone("its first process does not answer");
    }

    /** Where the daemon itself has gone or is silent, it is a question to it that says so. */
    private EngineException gone(String why) throws InterruptedException {
        driver.isRunning(container);
        return DockerProblems.instanceGone(container, why);
    }

    private void heard(OutputSink.Channel channel, byte[] chunk) {
        for (byte value : chunk) {
            if (value == '\n') {
                answers.add(line.toString());
                line.setLength(0);
            } else {
                line.append((char) value);
            }
        }
    }

    /** Lets go of the connection; idempotent. */
    @Override
    public void close() {
        words.close();
        connection.close();
    }
}
