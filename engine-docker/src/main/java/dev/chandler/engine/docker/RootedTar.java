package dev.chandler.engine.docker;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tar stream whose names begin at the root of a container, and whose hard links say all that the files they lead to do.
 *
 * <p>The daemon gives an owner to each name of a file, which takes setuid and capabilities away, and gives them again only where
 * it finds the file by the name in the archive, looked for from the root. Holds no content.
 */
final class RootedTar extends InputStream {

    private static final int BUFFER = 1 << 15;

    private final TarReader in;
    private final String prefix;
    private final Map<String, TarHeader> files = new HashMap<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final TarWriter out = new TarWriter(written);
    private final byte[] buffer = new byte[BUFFER];
    private byte[] ready = new byte[0];
    private int position;
    private @Nullable TarHeader current;
    private boolean ended;

    /**
     * Begins to read.
     *
     * @param in an archive, which stays the caller's to close
     * @param target what its names are below, with a slash at the front alone
     */
    RootedTar(InputStream in, String target) {
        this.in = new TarReader(in);
        this.prefix =
                new String(target.substring(1).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + "/";
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (position == ready.length && !ended) {
            step();
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

    private void step() throws IOException {
        if (current != null) {
            int count = in.read(buffer);
            if (count >= 0) {
                out.content(buffer, count);
                return;
            }
            out.contentEnd();
        }
        Optional<TarHeader> next = in.next();
        if (next.isPresent()) {
            current = rooted(next.get());
            out.header(current);
        } else {
            out.finish();
            ended = true;
        }
    }

    private TarHeader rooted(TarHeader header) {
        TarHeader rooted = header.named(prefix + plain(header.name()));
        if (header.type() != TarHeader.HARD_LINK) {
            files.put(plain(header.name()), rooted);
            return rooted;
        }
        TarHeader file = files.getOrDefault(plain(header.link()), rooted);
        return new TarHeader(
                rooted.name(),
                TarHeader.HARD_LINK,
                prefix + plain(header.link()),
                file.mode(),
                file.uid(),
                file.gid(),
                0,
                file.modified(),
                0,
                0,
                file.attributes());
    }

    /** Without what leads nowhere. */
    private static String plain(String name) {
        return name.replaceAll("/(\\./|/)+", "/").replaceFirst("^(\\./|/)+", "");
    }
}
