package dev.chandler.plugin.ansible;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Standard input of a command, as it comes in parts; holds a few of them.
 *
 * <p>One thread adds, another one reads. After it was closed, what is added is lost, as it is to a command that does not read.
 */
final class CommandInput extends InputStream {

    private static final int PARTS = 16;

    private final Deque<byte[]> parts = new ArrayDeque<>();
    private int position;
    private boolean ended;
    private boolean closed;

    synchronized void add(byte[] content) throws InterruptedException {
        while (parts.size() >= PARTS && !closed) {
            wait();
        }
        if (!closed && content.length > 0) {
            parts.add(content);
            notifyAll();
        }
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        await();
        byte[] part = parts.peek();
        if (part == null) {
            return -1;
        }
        int count = Math.min(length, part.length - position);
        System.arraycopy(part, position, into, offset, count);
        position += count;
        if (position == part.length) {
            parts.remove();
            position = 0;
            notifyAll();
        }
        return count;
    }

    private void await() throws IOException {
        try {
            while (parts.isEmpty() && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("cancelled").initCause(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        parts.clear();
        notifyAll();
    }
}
