package dev.chandler.engine.docker;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.problem.EngineException;
import dev.chandler.engine.docker.DockerDriver.OutputStreaming;
import dev.chandler.lib.engine.ShellScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a container's first process, a few lines of shell that obey words on their standard input, and run
 * commands.
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
    private static final long POLL_MILLIS = 100;

    /** Among the answers, where a command has ended: a word that was being read just then gets none. */
    private static final String COMMAND_ENDED = "";

    private final DockerDriver driver;
    private final String container;
    private final String shell;
    private final WordStream words = new WordStream();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final TokenLines output;
    private final TokenLines errors;
    private final OutputStreaming connection;
    private volatile @Nullable OwnCommand command;
    private int number;

    private FirstProcess(DockerDriver driver, String container, String shell) throws InterruptedException {
        this.driver = driver;
        this.container = container;
        this.shell = shell;
        String token = "\1" + Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        this.output = new TokenLines(token, new Ear(Channel.STDOUT));
        this.errors = new TokenLines(token, new Ear(Channel.STDERR));
        words.send(token);
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

    /**
     * Has it run a command, one at a time, and waits for its end; an interrupt leaves that running.
     *
     * @param told what {@link OwnCommand#words} has made of it
     * @param sink where its output goes
     * @return its exit code; empty where the first process has not run it, since it is not alone or something is missing
     */
    OptionalInt run(String told, OutputSink sink) throws InterruptedException {
        Optional<OwnCommand> begun = begin(told, sink);
        return begun.isPresent() ? ended(begun.get()) : OptionalInt.empty();
    }

    private synchronized Optional<OwnCommand> begin(String told, OutputSink sink) {
        OwnCommand before = command;
        if (before != null && !before.hasEnded()) {
            return Optional.empty();
        }
        number++;
        OwnCommand begun = new OwnCommand(number, sink);
        command = begun;
        words.send(number + " run " + told);
        return Optional.of(begun);
    }

    private OptionalInt ended(OwnCommand running) throws InterruptedException {
        while (!running.await(POLL_MILLIS)) {
            requireConnection();
        }
        return running.exitCode();
    }

    /** Waits a little for the end of a command that has been ended: what it wrote last is on its way. */
    void awaitLastWords(long millis) throws InterruptedException {
        OwnCommand running = command;
        if (running != null) {
            running.await(millis);
        }
    }

    private synchronized Left say(String verb, Optional<String> operand, Duration limit) throws InterruptedException {
        String rest = " " + verb + operand.map(given -> " " + given).orElse("");
        long end = System.nanoTime() + limit.toNanos();
        answers.clear();
        while (System.nanoTime() < end) {
            number++;
            words.send(number + rest);
            Optional<Left> left = answer(number + " ", end);
            if (left.isPresent()) {
                return left.get();
            }
        }
        throw gone("its first process does not answer");
    }

    /** Skips the answers to words whose sayer was interrupted; empty where none comes, or a command's end has swallowed it. */
    private Optional<Left> answer(String start, long end) throws InterruptedException {
        while (System.nanoTime() < end) {
            String answer = answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (answer == null) {
                requireConnection();
            } else if (answer.equals(COMMAND_ENDED)) {
                return Optional.empty();
            } else if (answer.startsWith(start)) {
                return Optional.of(Left.read(answer.substring(start.length())));
            }
        }
        return Optional.empty();
    }

    private void requireConnection() throws InterruptedException {
        if (connection.await(0)) {
            throw gone("its first process has ended");
        }
    }

    /** Where the daemon itself has gone or is silent, it is a question to it that says so. */
    private EngineException gone(String why) throws InterruptedException {
        driver.isRunning(container);
        return DockerProblems.instanceGone(container, why);
    }

    private void heard(Channel channel, byte[] chunk) {
        (channel == Channel.STDERR ? errors : output).take(chunk);
    }

    /** What comes of one of its outputs. */
    private final class Ear implements TokenLines.Listener {

        private final Channel channel;

        Ear(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void output(byte[] bytes) {
            OwnCommand running = command;
            if (running != null) {
                running.output(channel, bytes);
            }
        }

        @Override
        public void line(String line) {
            OwnCommand running = command;
            if (running == null || !running.line(channel, line)) {
                answers.add(line);
            } else if (running.isOver()) {
                answers.add(COMMAND_ENDED);
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
