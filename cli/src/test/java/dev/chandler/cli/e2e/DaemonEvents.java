package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The daemon's own log of what happened to containers, as it comes.
 *
 * <p>Read from the start and not asked for afterwards: the daemon remembers the last 256 events of everybody only.
 */
final class DaemonEvents implements AutoCloseable {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final List<JsonObject> events = new ArrayList<>();

    private DaemonEvents(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "surefire-e2e-events");
        reader.setDaemon(true);
        reader.start();
    }

    /** Begins to listen; what happens after this is in the log. */
    static DaemonEvents listen() {
        try {
            Process process = new ProcessBuilder(List.of(
                            "docker",
                            "events",
                            "--filter",
                            "type=container",
                            "--filter",
                            "type=volume",
                            "--format",
                            "{{json .}}"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            DaemonEvents events = new DaemonEvents(process);
            events.sync();
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All container events so far, of everybody. */
    List<JsonObject> all() {
        sync();
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Those of a kind that belong to a build: {@code create}, {@code start}, {@code commit}, {@code destroy}. */
    List<JsonObject> of(String buildId, String action) {
        return all().stream()
                .filter(event -> event.get("Action").getAsString().equals(action))
                .filter(event -> buildId.equals(attribute(event, "dev.chandler.build")))
                .toList();
    }

    static String attribute(JsonObject event, String name) {
        JsonObject attributes = event.getAsJsonObject("Actor").getAsJsonObject("Attributes");
        return attributes.has(name) ? attributes.get(name).getAsString() : "";
    }

    /** Makes an event of our own and waits until it has come: so have all before it. */
    private void sync() {
        String marker = "e2e-marker-" + UUID.randomUUID();
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            Docker.docker("volume", "create", marker);
            Docker.docker("volume", "rm", marker);
            if (await(event -> event.toString().contains(marker), System.nanoTime() + LIMIT_NANOS / 40)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the daemon's events do not come");
            }
        }
    }

    private boolean await(Predicate<JsonObject> wanted, long deadline) {
        synchronized (events) {
            while (events.stream().noneMatch(wanted)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    events.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
            return true;
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject event = JsonParser.parseString(line).getAsJsonObject();
                synchronized (events) {
                    events.add(event);
                    events.notifyAll();
                }
            }
        } catch (IOException e) {
            // Closed by close().
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
