package dev.chandler.core.module.content;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All files of a module as one tar archive, which is the same wherever it is made.
 *
 * <p>Its names are sorted by their bytes, a folder without its slash; files have mode 0644 or, where their owner may run
 * them, 0755, folders 0755; owner and group are 0, times are 1970. There is nothing in it but files and folders. Immutable:
 * nobody changes the bytes that it gives out.
 */
public final class ModuleContent {

    private static final int PIECE = 1 << 13;

    private final byte[] tar;
    private final Digest digest;

    ModuleContent(byte[] tar) {
        this.tar = tar;
        this.digest = Digest.of(tar);
    }

    /**
     * The archive.
     *
     * @return its bytes, at most some 80 MB; not to be changed
     */
    public byte[] tar() {
        return tar;
    }

    /**
     * The module's digest: that of the archive.
     *
     * @return the same for the same files
     */
    public Digest digest() {
        return digest;
    }

    /**
     * One of its files.
     *
     * @param name its path, with slashes
     * @return what is in it; empty where there is no such file
     */
    public Optional<byte[]> file(String name) {
        TarReader reader = new TarReader(stream());
        try {
            for (Optional<TarHeader> header = reader.next(); header.isPresent(); header = reader.next()) {
                if (header.get().type() == TarHeader.FILE
                        && header.get().shown().equals(name)) {
                    return Optional.of(content(reader));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    /** Whether there is a file of a certain name in any of its folders. */
    boolean hasFile(String name) {
        return headers().stream()
                .filter(header -> header.type() == TarHeader.FILE)
                .map(TarHeader::shown)
                .anyMatch(path -> path.equals(name) || path.endsWith("/" + name));
    }

    /** Its folders in which, however deep, there is no file. */
    List<String> emptyFolders() {
        List<TarHeader> all = headers();
        return all.stream()
                .filter(header -> header.type() == TarHeader.DIRECTORY)
                .map(TarHeader::shown)
                .map(path -> path.endsWith("/") ? path : path + "/")
                .filter(folder -> all.stream()
                        .noneMatch(each ->
                                each.type() == TarHeader.FILE && each.shown().startsWith(folder)))
                .map(folder -> folder.substring(0, folder.length() - 1))
                .toList();
    }

    private List<TarHeader> headers() {
        TarReader reader = new TarReader(stream());
        List<TarHeader> all = new ArrayList<>();
        try {
            for (Optional<TarHeader> header = reader.next(); header.isPresent(); header = reader.next()) {
                all.add(header.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static byte[] content(TarReader reader) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
            content.write(piece, 0, count);
        }
        return content.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(tar);
    }
}
