package dev.chandler.core.manifest.template;

import java.io.Writer;

/** Collects what a template writes, up to a limit. */
final class BoundedWriter extends Writer {

    private static final int LIMIT_CHARS = 16 << 20;

    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] chars, int offset, int length) {
        if (text.length() + (long) length > LIMIT_CHARS) {
            throw new LimitExceeded("it writes more than " + LIMIT_CHARS + " characters");
        }
        text.append(chars, offset, length);
    }

    String text() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
