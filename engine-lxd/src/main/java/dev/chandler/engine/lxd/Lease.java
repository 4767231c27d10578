package dev.chandler.engine.lxd;

import dev.chandler.api.event.OutputSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an instance lives by: a command in it whose standard input the client holds, and which obeys words there.
 *
 * <p>When the connection is gone, also because the client is, it ends the instance's first process, and the daemon removes
 * the instance. One that was ended by somebody else is made anew at the next word. Thread-safe: words are said one after the
 * other.
 */
final class Lease implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    /** How long an answer may take. */
    static final Duration ANSWER = Duration.ofSeconds(30);

    /** The same where somebody has interrupted, and waits for the end. */
    static final Duration SHORT_ANSWER = Duration.ofSeconds(5);

    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final LxdHttp http;
    private final String instance;
    private final String shell;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private Exec exec;
    private int number;
    private MadeFiles made = MadeFiles.NONE;

    private Lease(LxdHttp http, String instance, String shell) throws InterruptedException {
        this.http = http;
        this.instance = instance;
        this.shell = shell;
        this.exec = start();
    }

    /** Takes the lease of an instance that runs; waits until it holds. */
    static Lease take(LxdHttp http, String instance, String shell) throws InterruptedException {
        Lease lease = new Lease(http, instance, shell);
        try {
            String made = lease.text("0", ANSWER)
                    .orElseThrow(() -> LxdProblems.instanceGone(instance, "it ended before its lease held"));
            lease.made = MadeFiles.parse(made.substring(1));
            return lease;
        } catch (RuntimeException | InterruptedException e) {
            lease.close();
            throw e;
        }
    }

    private Exec start() throws InterruptedException {
        // Not among its arguments, which everybody sees who lists processes.
        List<String> argv = List.of(shell, "-c", "eval \"$CHANDLER_LEASE\"");
        Map<String, String> env = Map.of("CHANDLER_LEASE", Scripts.read("lease.sh"));
        return Exec.start(http, instance, new Exec.Plan(argv, env, 0, 0), new EndMark(), this::heard);
    }

    /** The files that were made so that its own can be mounted over them, which no state is to keep. */
    MadeFiles madeFiles() {
        return made;
    }

    /** The shell that it runs in, and that others of ours are to run in. */
    String shell() {
        return shell;
    }

    /**
     * Ends processes: TERM, two seconds, KILL.
     *
     * @param mark only those that carry it; empty for all but the first process and this lease
     * @param answer how long each answer may take
     */
    void end(Optional<String> mark, Duration answer) throws InterruptedException {
        boolean some = waitWhileSome(say("TERM", mark, answer), "0", mark, GRACE, answer);
        if (some) {
            // Again and again: what is killed one by one may have started another meanwhile.
            some = waitWhileSome(say("KILL", mark, answer), "KILL", mark, GIVE_UP, answer);
        }
        if (some) {
            throw LxdProblems.refused(
                    "cannot end the processes in instance " + instance,
                    "they are still there " + GIVE_UP.toSeconds() + " s after KILL");
        }
    }

    private boolean waitWhileSome(boolean first, String verb, Optional<String> mark, Duration limit, Duration answer)
            throws InterruptedException {
        boolean some = first;
        long end = System.nanoTime() + limit.toNanos();
        for (long pause = 1; some && System.nanoTime() < end; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(pause);
            some = say(verb, mark, answer);
        }
        return some;
    }

    /** Has the first process wait for what others have ended, which would stay as zombies. */
    void reap(Duration answer) throws InterruptedException {
        say("0", Optional.empty(), answer);
    }

    /** Tells the instance to stay when the connection ends. */
    void keep() throws InterruptedException {
        say("keep", Optional.empty(), ANSWER);
    }

    private synchronized boolean say(String verb, Optional<String> mark, Duration limit) throws InterruptedException {
        number++;
        String word = number + " " + verb + mark.map(given -> " " + given).orElse("") + "\n";
        Optional<String> answer = asked(word, limit);
        if (answer.isEmpty()) {
            renew();
            answer = asked(word, limit);
        }
        return answer.orElseThrow(() -> LxdProblems.instanceGone(instance, "its lease has ended"))
                .endsWith("some");
    }

    /** Empty where the lease has ended. */
    private Optional<String> asked(String word, Duration limit) throws InterruptedException {
        try {
            exec.send(word.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
        return text(number + " ", limit);
    }

    /** A command may end everything that it can, and so this; where the instance has gone, too, that is said here. */
    private void renew() throws InterruptedException {
        exec.close();
        answers.clear();
        line.setLength(0);
        exec = start();
    }

    /** Skips the answers to words whose sayer was interrupted; empty where the lease has ended. */
    private Optional<String> text(String start, Duration limit) throws InterruptedException {
        Duration half = http.silence().of(Patience.PING);
        long end = System.nanoTime() + (limit.compareTo(half) < 0 ? limit : half).toNanos();
        while (System.nanoTime() < end) {
            String answer = answers.poll(100, TimeUnit.MILLISECONDS);
            if (answer != null && answer.startsWith(start)) {
                return Optional.of(answer);
            }
            if (answer == null && exec.isOver()) {
                return Optional.empty();
            }
        }
        // Whose fault it is: of a daemon that hangs, there is no answer from anybody.
        http.ping();
        throw LxdProblems.instanceGone(instance, "its lease does not answer");
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

    /** Lets go of the instance, which ends unless it was told to stay. */
    @Override
    public synchronized void close() {
        exec.close();
    }
}
