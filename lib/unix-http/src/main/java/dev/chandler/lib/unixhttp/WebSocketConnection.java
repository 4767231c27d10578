package dev.chandler.lib.unixhttp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket whose messages are read and written by the threads that want them: it has none of its own.
 *
 * <p>One thread may read while others write; {@link #close} may come from any. Source: RFC 6455.
 */
public final class WebSocketConnection implements AutoCloseable {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    /** No message of a peer in its right mind is longer. */
    private static final long LONGEST = 64 << 20;

    /**
     * A message.
     *
     * @param text whether it was sent as text
     * @param bytes its content
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    public record Message(boolean text, byte[] bytes) {}

    private final SecureRandom random = new SecureRandom();
    private final UpgradedConnection connection;

    private WebSocketConnection(UpgradedConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param client its read timeout holds for each read
     * @param request where to, by http or https
     * @return the connection, which the caller closes
     * @throws UpgradeRefusedException if the server answers with something else
     * @throws IOException if it cannot be reached, or the thread is interrupted
     */
    public static WebSocketConnection open(OkHttpClient client, Request request) throws IOException {
        byte[] key = new byte[16];
        new SecureRandom().nextBytes(key);
        Request upgrade = request.newBuilder()
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key))
                .build();
        return new WebSocketConnection(UpgradedConnection.open(client, upgrade, "websocket"));
    }

    /**
     * From now on lets the peer say nothing, and read nothing, for as long as it likes, whatever the client's timeouts are.
     *
     * @return this
     */
    public WebSocketConnection patient() {
        connection.source().timeout().timeout(0, TimeUnit.MILLISECONDS);
        connection.sink().timeout().timeout(0, TimeUnit.MILLISECONDS);
        return this;
    }

    /**
     * Waits for a message.
     *
     * @return the next one; null when the peer has closed
     * @throws IOException if the connection breaks, or is closed here, or the thread is interrupted
     */
    public @Nullable Message read() throws IOException {
        BufferedSource source = connection.source();
        Buffer content = new Buffer();
        boolean text = false;
        while (true) {
            int first = source.readByte() & 0xff;
            Buffer frame = payload(source);
            int kind = first & 0x0f;
            switch (kind) {
                case TEXT, BINARY, CONTINUATION -> {
                    text = kind == CONTINUATION ? text : kind == TEXT;
                    content.writeAll(frame);
                    if ((first & FINAL) != 0) {
                        return new Message(text, content.readByteArray());
                    }
                }
                case PING -> answer(frame.readByteArray());
                case CLOSE -> {
                    return null;
                }
                default -> {
                    // A pong that nobody has asked for.
                }
            }
        }
    }

    /** A peer that has said all and closed reads no answer; what it said before is still to be read here. */
    private void answer(byte[] ping) throws IOException {
        try {
            write(PONG, ping);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // Reading on finds out whether more than its ears are gone.
        }
    }

    private static Buffer payload(BufferedSource source) throws IOException {
        long length = source.readByte() & 0x7f;
        if (length == 126) {
            length = source.readShort() & 0xffff;
        } else if (length == 127) {
            length = source.readLong();
        }
        if (length < 0 || length > LONGEST) {
            throw new EOFException("a message of " + length + " bytes");
        }
        Buffer payload = new Buffer();
        source.readFully(payload, length);
        return payload;
    }

    /**
     * Sends a binary message.
     *
     * @param bytes its content
     * @throws IOException if the connection breaks
     */
    public void send(byte[] bytes) throws IOException {
        write(BINARY, bytes);
    }

    /**
     * Sends a text message.
     *
     * @param text its content
     * @throws IOException if the connection breaks
     */
    public void send(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void write(int kind, byte[] bytes) throws IOException {
        BufferedSink sink = connection.sink();
        sink.writeByte(FINAL | kind);
        if (bytes.length < 126) {
            sink.writeByte(MASKED | bytes.length);
        } else if (bytes.length < 1 << 16) {
            sink.writeByte(MASKED | 126).writeShort(bytes.length);
        } else {
            sink.writeByte(MASKED | 127).writeLong(bytes.length);
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        sink.write(mask);
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = (byte) (bytes[i] ^ mask[i & 3]);
        }
        sink.write(masked).flush();
    }

    /** Ends the connection at once, without a word to the peer; idempotent. */
    @Override
    public void close() {
        connection.close();
    }
}
