package dev.chandler.plugin.ansible;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Frames on a Unix socket; {@code chandler.py} says which there are.
 *
 * <p>One thread may read while another writes. That is why the channel is used as it is: streams made of one channel share a lock.
 */
final class Wire {

    private static final int HEAD_BYTES = 5;
    private static final int MOST_BYTES = 16 << 20;

    /**
     * What was received.
     *
     * @param kind its letter
     * @param content what is in it
     */
    record Frame(char kind, byte[] content) {}

    private final SocketChannel channel;

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    Frame receive() throws IOException {
        ByteBuffer head = exactly(HEAD_BYTES);
        char kind = (char) head.get();
        int length = head.getInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        return new Frame(kind, exactly(length).array());
    }

    private ByteBuffer exactly(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    synchronized void send(char kind, byte[] content) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + content.length);
        frame.put((byte) kind).putInt(content.length).put(content).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }
}
