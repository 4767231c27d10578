package dev.chandler.lib.unixhttp;

import java.io.Closeable;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Okio;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * A connection that began as an HTTP request and goes on in another protocol.
 *
 * <p>One thread may read while another writes; {@link #close} may come from any, and ends both. Source: RFC 9110, 7.8.
 */
public final class UpgradedConnection implements AutoCloseable {

    private final Socket socket;
    private final OneAtATimeSource incoming;
    private final OneAtATimeSink outgoing;
    private final BufferedSource source;
    private final BufferedSink sink;

    private UpgradedConnection(Socket socket) {
        this.socket = socket;
        this.incoming = new OneAtATimeSource(socket.getSource());
        this.outgoing = new OneAtATimeSink(socket.getSink());
        this.source = Okio.buffer(incoming);
        this.sink = Okio.buffer(outgoing);
    }

    /**
     * Asks for another protocol.
     *
     * @param client its read timeout holds for the connection, too
     * @param request where to; the headers of the upgrade are added
     * @param protocol the protocol's name
     * @return the connection, which the caller closes
     * @throws UpgradeRefusedException if the server answers with something else
     * @throws IOException if it cannot be reached, or the thread is interrupted
     */
    public static UpgradedConnection open(OkHttpClient client, Request request, String protocol) throws IOException {
        Request upgrade = request.newBuilder()
                .header("Connection", "Upgrade")
                .header("Upgrade", protocol)
                .build();
        Response response = client.newCall(upgrade).execute();
        Socket socket = response.socket();
        if (response.code() != 101 || socket == null) {
            try (response) {
                throw new UpgradeRefusedException(
                        response.code(), response.body().string());
            }
        }
        return new UpgradedConnection(socket);
    }

    /**
     * What the server says.
     *
     * @return of this connection; not to be closed apart
     */
    public BufferedSource source() {
        return source;
    }

    /**
     * Where to write; what is written goes out when it is flushed.
     *
     * @return of this connection; not to be closed apart
     */
    public BufferedSink sink() {
        return sink;
    }

    /** Ends the connection at once; idempotent. */
    @Override
    public void close() {
        // Ends what is being read and written, for which the next two wait.
        socket.cancel();
        // Else the client takes the connection for one that was forgotten.
        closeQuietly(incoming);
        closeQuietly(outgoing);
    }

    private static void closeQuietly(Closeable end) {
        try {
            end.close();
        } catch (IOException | IllegalStateException e) {
            // It is cancelled already.
        }
    }

    private static void requireOpen(boolean closed) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
    }

    /** Not closed under a read, which would take its buffer from it. */
    private static final class OneAtATimeSource extends ForwardingSource {

        private boolean closed;

        OneAtATimeSource(Source source) {
            super(source);
        }

        @Override
        public synchronized long read(Buffer into, long byteCount) throws IOException {
            requireOpen(closed);
            return super.read(into, byteCount);
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            super.close();
        }
    }

    /** Not closed under a write. */
    private static final class OneAtATimeSink extends ForwardingSink {

        private boolean closed;

        OneAtATimeSink(Sink sink) {
            super(sink);
        }

        @Override
        public synchronized void write(Buffer from, long byteCount) throws IOException {
            requireOpen(closed);
            super.write(from, byteCount);
        }

        @Override
        public synchronized void flush() throws IOException {
            requireOpen(closed);
            super.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            super.close();
        }
    }
}
