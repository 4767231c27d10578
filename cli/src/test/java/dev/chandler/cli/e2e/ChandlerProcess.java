package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A launcher that runs, in a process group of its own as a terminal would have it. */
final class ChandlerProcess implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> command;
    private final Process process;
    private final Captured out;
    private final Captured err;

    private ChandlerProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.out = new Captured(process.getInputStream());
        this.err = new Captured(process.getErrorStream());
    }

    /** Starts a process. Its leader's pid is the launcher's and, after its exec, the JVM's. */
    static ChandlerProcess start(List<String> command, ProcessBuilder builder) {
        try {
            Process process = builder.command(command).start();
            process.getOutputStream().close();
            return new ChandlerProcess(command, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal to the whole group, as Ctrl-C does. */
    ChandlerProcess signal(String name) {
        Shell.run(List.of("sh", "-c", "kill -" + name + " -" + pid())).exits(0);
        return this;
    }

    /** Waits for a line on standard output. */
    String awaitLine(Predicate<String> wanted) {
        return out.await(wanted, this);
    }

    /** Waits for an event of {@code --progress json}. */
    JsonObject awaitEvent(String type) {
        return awaitEvent(event -> event.get("event").getAsString().equals(type));
    }

    /** Waits for an event of {@code --progress json}. */
    JsonObject awaitEvent(Predicate<JsonObject> wanted) {
        return JsonParser.parseString(awaitLine(
                        line -> wanted.test(JsonParser.parseString(line).getAsJsonObject())))
                .getAsJsonObject();
    }

    /** Waits until a step has written something. */
    JsonObject awaitOutput(String text) {
        return awaitEvent(
                event -> event.has("text") && event.get("text").getAsString().contains(text));
    }

    /** Waits for its end. */
    Ended ended() {
        return ended(LIMIT);
    }

    /** Waits for its end. */
    Ended ended(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Ended sofar = new Ended(command, -1, out.text(), err.text());
                String threads = threads();
                close();
                throw new AssertionError("not done after " + limit.toSeconds() + " s: " + sofar + threads);
            }
            out.awaitEnd();
            err.awaitEnd();
            return new Ended(command, process.exitValue(), out.text(), err.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What its threads do, to explain a hang. */
    private String threads() {
        return Shell.run(List.of("jstack", Long.toString(pid()))).out();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("KILL");
        }
    }

    /** One of the two streams, line by line. */
    private static final class Captured {

        private final StringBuilder text = new StringBuilder();
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;
        private boolean ended;

        Captured(InputStream stream) {
            reader = new Thread(() -> read(stream), "surefire-e2e-reader");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader from = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                // The process was killed.
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }

        private synchronized void add(String line) {
            text.append(line).append('\n');
            lines.add(line);
            notifyAll();
        }

        synchronized String text() {
            return text.toString();
        }

        synchronized String await(Predicate<String> wanted, ChandlerProcess process) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            Optional<String> found = find(wanted);
            while (found.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("what was waited for did not come:\n" + text + process.err.text());
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
                found = find(wanted);
            }
            return found.get();
        }

        private Optional<String> find(Predicate<String> wanted) {
            return lines.stream().filter(wanted).findFirst();
        }

        void awaitEnd() throws InterruptedException {
            reader.join(5000);
        }
    }
}
