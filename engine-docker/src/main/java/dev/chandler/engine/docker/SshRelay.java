package dev.chandler.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket of this machine that is a daemon's of another, by the user's own ssh.
 *
 * <p>As the docker client does it: each connection is an ssh that runs {@code docker system dial-stdio} over there, which
 * passes the daemon's socket on; user, port, keys and hops are those of the user's ssh configuration. The first one
 * carries the others (ssh's {@code ControlMaster}), which saves all but the first the time to log in.
 *
 * <p>Thread-safe. Closing ends every connection.
 */
final class SshRelay implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int WORDS_KEPT = 2_000;
    private static final int LAST_WORDS_MILLIS = 1_000;

    /** A terminal's Ctrl-C goes to ssh as well, which is still needed for cleaning up then. */
    private static final List<String> DEAF_TO_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final Path folder;
    private final ServerSocketChannel server;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile String words = "";

    private SshRelay(Path folder, ServerSocketChannel server, List<String> command, Map<String, String> environment) {
        this.folder = folder;
        this.server = server;
        this.command = command;
        this.environment = environment;
    }

    /** Listens; nobody is called before the first connection. */
    static SshRelay open(DockerAddress.Ssh address, Map<String, String> environment) {
        try {
            Path folder = Files.createTempDirectory("chandler-ssh");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));
            SshRelay relay = new SshRelay(folder, server, command(address, folder), environment);
            spawn("accept", relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(DockerAddress.Ssh address, Path folder) {
        List<String> command = new ArrayList<>(DEAF_TO_INTERRUPTS);
        command.addAll(List.of("ssh", "-T", "-o", "ConnectTimeout=8"));
        command.addAll(List.of("-o", "ControlMaster=auto", "-o", "ControlPath=" + folder.resolve("m")));
        command.addAll(address.destination());
        command.add("docker");
        address.socket().ifPresent(socket -> command.addAll(List.of("--host", "unix://" + socket)));
        command.addAll(List.of("system", "dial-stdio"));
        return List.copyOf(command);
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    /** What ssh, or docker over there, has complained of last; empty if of nothing. */
    String words() {
        return words;
    }

    private void accept() {
        try {
            while (true) {
                carry(server.accept());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void carry(SocketChannel client) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process ssh;
        try {
            ssh = builder.start();
        } catch (IOException e) {
            words = String.valueOf(e.getMessage());
            client.close();
            return;
        }
        running.add(ssh);
        Thread listening = spawn("err", () -> listen(ssh));
        spawn("in", () -> upward(client, ssh));
        spawn("out", () -> downward(ssh, client, listening));
    }

    /** The end of what the client sends is passed on; the other direction stays open. */
    private static void upward(SocketChannel client, Process ssh) {
        try (OutputStream up = ssh.getOutputStream()) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (client.read(buffer.clear()) >= 0) {
                up.write(buffer.array(), 0, buffer.position());
                up.flush();
            }
        } catch (IOException e) {
            // One of the two is gone; the other direction sees to the rest.
        }
    }

    /** The client learns of the end when what ssh had to say is known. */
    private void downward(Process ssh, SocketChannel client, Thread listening) {
        try (client) {
            InputStream down = ssh.getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = down.read(buffer)) >= 0; ) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
            listening.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The client has let go.
        } finally {
            ssh.destroy();
            running.remove(ssh);
        }
    }

    private void listen(Process ssh) {
        try (InputStream err = ssh.getErrorStream()) {
            byte[] buffer = new byte[WORDS_KEPT];
            for (int count; (count = err.read(buffer)) >= 0; ) {
                String said = new String(buffer, 0, count, StandardCharsets.UTF_8).strip();
                words = said.isEmpty() ? words : said;
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static Thread spawn(String what, Runnable work) {
        Thread thread = new Thread(work, "chandler-ssh-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Process ssh : running) {
                ssh.destroy();
                ssh.onExit().join();
            }
            Files.deleteIfExists(socket());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
