package dev.chandler.lib.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream over another that says what reading a block does, and of which a single byte is a block of one.
 *
 * <p>As thread-safe as what it is made of; closing it closes the other.
 */
public abstract class BlockStream extends FilterInputStream {

    /**
     * Reads from another stream.
     *
     * @param in the other
     */
    protected BlockStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}
