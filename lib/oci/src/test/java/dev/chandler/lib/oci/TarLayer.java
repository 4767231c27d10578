package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes layers for tests. */
final class TarLayer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    TarLayer put(TarHeader header, String content) throws IOException {
        tar.file(header, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    TarLayer file(String name, String content) throws IOException {
        return put(TarHeader.file(name, content.length()), content);
    }

    TarLayer folder(String name) throws IOException {
        return put(TarHeader.directory(name), "");
    }

    TarLayer special(char type, String name, String link) throws IOException {
        return put(new TarHeader(name, type, link, 0644, 0, 0, 0, "7", 1, 3, Map.of()), "");
    }

    TarLayer symlink(String name, String target) throws IOException {
        return special(TarHeader.SYMLINK, name, target);
    }

    TarLayer hardLink(String name, String target) throws IOException {
        return special(TarHeader.HARD_LINK, name, target);
    }

    /** What comes before a file's content, and nothing else. */
    byte[] header(TarHeader header) throws IOException {
        tar.header(header);
        return bytes.toByteArray();
    }

    byte[] bytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    static FlatRootfs.Layer of(byte[] content) {
        return new FlatRootfs.Layer(Digest.of(content), () -> new ByteArrayInputStream(content));
    }

    FlatRootfs.Layer layer() throws IOException {
        return of(bytes());
    }
}
