package dev.chandler.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of what is written piece by piece, whenever somebody reads on. Holds a piece at a time. */
abstract class ProducedStream extends InputStream {

    /** What a piece is written to. */
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private byte[] ready = new byte[0];
    private int position;

    /** Writes the next piece, which may be empty. */
    abstract void produce() throws IOException;

    /** Whether there is no further piece. */
    abstract boolean ended();

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (position == ready.length && !ended()) {
            produce();
            ready = written.toByteArray();
            written.reset();
            position = 0;
        }
        if (position == ready.length) {
            return -1;
        }
        int count = Math.min(length, ready.length - position);
        System.arraycopy(ready, position, target, offset, count);
        position += count;
        return count;
    }
}
