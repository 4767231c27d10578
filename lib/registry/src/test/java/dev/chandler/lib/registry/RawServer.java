package dev.chandler.lib.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives every request the same bytes, whatever HTTP makes of them. */
final class RawServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final byte[] answer;
    private final boolean closes;

    /**
     * Serves.
     *
     * @param answer the bytes
     * @param closes whether the connection ends with each; else it stays, and nothing more comes
     */
    RawServer(String answer, boolean closes) throws IOException {
        this.answer = answer.getBytes(US_ASCII);
        this.closes = closes;
    }

    RawServer started() {
        Thread thread = new Thread(this::serve, "raw server");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                socket.getOutputStream().write(answer);
                if (closes) {
                    socket.close();
                }
            } catch (IOException e) {
                // The other side has gone, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
