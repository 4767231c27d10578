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
        try {
            return in.read(bytes, offset, length);
        } catch (RuntimeException | Error e) {
            throw blamed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
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
