package dev.chandler.cli.e2e;

import static dev.chandler.cli.e2e.Docker.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A container of an image that has a service in it, started as its reader would, on a free port of this machine. */
final class RunningService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GRACE_SECONDS = "10";

    private final String container;
    private final int port;

    private RunningService(String container, int port) {
        this.container = container;
        this.port = port;
    }

    static RunningService start(String image, int port) {
        String container = docker("run", "-d", "-p", "127.0.0.1::" + port, image);
        String address = docker("port", container, Integer.toString(port));
        return new RunningService(container, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    /** Waits until the image's own health check has passed. */
    void awaitHealthy() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!docker("inspect", "-f", "{{.State.Health.Status}}", container).equals("healthy")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not healthy after " + PATIENCE.toSeconds() + " s: "
                        + docker("inspect", "-f", "{{json .State}}", container) + docker("logs", container));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** The first line of what it answers. */
    String ask(String question) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            return answer.readLine();
        }
    }

    /** Stops it by its own signal and says with what it ended; 137 where it had to be killed. */
    int stop() {
        docker("stop", "-t", GRACE_SECONDS, container);
        return Integer.parseInt(docker("inspect", "-f", "{{.State.ExitCode}}", container));
    }

    @Override
    public void close() {
        docker("rm", "-f", "-v", container);
    }
}
