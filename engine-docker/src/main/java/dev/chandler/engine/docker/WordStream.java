package dev.chandler.engine.docker;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Lines on their way to a container; a reader waits until there is one, or until the stream is closed. */
final class WordStream extends InputStream {

    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
    private byte[] current = END;
    private int position;
    private boolean ended;

    void send(String line) {
        lines.add((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        while (!ended && position == current.length) {
            next();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, buffer, offset, count);
        position += count;
        return count;
    }

    private void next() {
        try {
            current = lines.take();
            position = 0;
            ended = current == END;
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    /** Ends the stream once everything sent has been read. */
    @Override
    public void close() {
        lines.add(END);
    }
}
