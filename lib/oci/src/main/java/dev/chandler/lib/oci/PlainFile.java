package dev.chandler.lib.oci;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A file that an interrupt does not close, as it does a channel: who was interrupted is told so, and by nothing else. */
final class PlainFile extends FilterOutputStream {

    PlainFile(Path file) throws IOException {
        super(new FileOutputStream(file.toFile()));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}
