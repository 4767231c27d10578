package dev.chandler.core.plugin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a plugin gives to read, of which each read may fail in a way that it must not. */
final class BorderStream extends FilterInputStream {

    private final Border border;
    private final String call;

    /**
     * Makes a stream.
     *
     * @param in the plugin's
     * @param border names the plugin where it fails
     * @param call where the plugin gave it
     */
    BorderStream(InputStream in, Border border, String call) {
        super(in);
        this.border = border;
        this.call = call;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return guarded(() -> in.read(bytes, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
        return guarded(() -> in.skip(count));
    }

    @Override
    public int available() throws IOException {
        return guarded(in::available);
    }

    /** Never: one that can't go back is all that is asked for, and all that a plugin gives need be. */
    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public synchronized void mark(int limit) {
        // As where it is not supported.
    }

    @Override
    public synchronized void reset() throws IOException {
        throw new IOException("mark/reset not supported");
    }

    @Override
    public void close() throws IOException {
        guarded(() -> {
            in.close();
            return 0;
        });
    }

    private <T> T guarded(ContextLoader.Action<T, IOException> action) throws IOException {
        try {
            return ContextLoader.within(border.theirs(), action);
        } catch (RuntimeException | Error e) {
            throw blamed(e);
        }
    }

    private RuntimeException blamed(Throwable error) {
        Throwable blamed = border.blamed(error, "reading what " + call + " gave");
        if (blamed instanceof Error ours) {
            throw ours;
        }
        return (RuntimeException) blamed;
    }
}
