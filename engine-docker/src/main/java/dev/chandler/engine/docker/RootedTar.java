package dev.chandler.engine.docker;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
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
final class RootedTar extends ProducedStream {

    private static final int BUFFER = 1 << 15;

    private final TarReader in;
    private final String prefix;
    private final Map<String, TarHeader> files = new HashMap<>();
    private final TarWriter out = new TarWriter(written);
    private final byte[] buffer = new byte[BUFFER];
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
    boolean ended() {
        return ended;
    }

    @Override
    void produce() throws IOException {
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
