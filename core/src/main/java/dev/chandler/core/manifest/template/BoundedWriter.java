package dev.chandler.core.manifest.template;

import java.io.Writer;

/** Collects what a template writes, up to a limit. */
final class BoundedWriter extends Writer {

    private final StringBuilder text = new StringBuilder();
    private final Room room;

    BoundedWriter(Room room) {
        this.room = room;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        room.take(length);
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
