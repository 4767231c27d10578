package dev.chandler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for the user's daemons while classes are recorded, so that what an exchange takes is recorded, too: for LXD where the paths
 * are its, else for Docker.
 */
final class TrainingDaemon implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("^([A-Z]+) (/\\S*) HTTP");
    private static final String OF_LXD = "/1.0";

    private final Path socket;
    private final ServerSocketChannel server;
    private final TrainingDocker docker = new TrainingDocker();

    private TrainingDaemon(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    static TrainingDaemon on(Path socket) throws IOException {
        TrainingDaemon daemon = new TrainingDaemon(socket, ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        daemon.server.bind(UnixDomainSocketAddress.of(socket));
        start(daemon::takeAll);
        return daemon;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "chandler-training-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    Path socket() {
        return socket;
    }

    /** A connection may stay open while others come. */
    private void takeAll() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                start(() -> answer(client));
            }
        } catch (IOException e) {
            // The training is over.
        }
    }

    private void answer(SocketChannel client) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (client) {
            client.read(buffer);
            String head = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            String answer = answer(head);
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            if (answer.contains("Upgrade: ")) {
                InputStream words = Channels.newInputStream(client);
                OutputStream output = Channels.newOutputStream(client);
                TrainingDocker.obey(words, output);
            }
            client.shutdownOutput();
            // A body that comes after the head, without which its sender would fail.
            do {
                buffer.clear();
            } while (client.read(buffer) >= 0);
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    private String answer(String head) {
        Matcher request = REQUEST.matcher(head);
        if (!request.find()) {
            return answer("400 Bad Request", "{}");
        }
        String address = request.group(2);
        return address.startsWith(OF_LXD)
                ? TrainingLxd.answer(request.group(1), address)
                : docker.answer(request.group(1), address);
    }

    /** A whole answer, with a body of JSON. */
    static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
