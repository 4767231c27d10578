package dev.chandler.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Says that it was the caller's stream that failed while it was sent, not the daemon. */
final class SourceFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException source;

    SourceFailure(IOException source) {
        super(source.getMessage(), source);
        this.source = source;
    }

    IOException source() {
        return source;
    }

    /** A stream whose failures can be told from those of the connection; closing it leaves the caller's open. */
    static InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (IOException e) {
                    throw new SourceFailure(e);
                }
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return super.read(buffer, offset, length);
                } catch (IOException e) {
                    throw new SourceFailure(e);
                }
            }

            @Override
            public void close() {
                // The caller's to close.
            }
        };
    }
}
