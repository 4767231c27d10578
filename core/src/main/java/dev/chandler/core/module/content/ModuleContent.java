package dev.chandler.core.module.content;

import dev.chandler.api.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * All files of a module as one tar archive, which is the same wherever it is made.
 *
 * <p>Its names are sorted by their bytes, a folder without its slash; files have mode 0644 or, where their owner may run
 * them, 0755, folders 0755; owner and group are 0, times are 1970. There is nothing in it but files and folders. Immutable:
 * nobody changes the bytes that it gives out.
 */
public final class ModuleContent {

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

    InputStream stream() {
        return new ByteArrayInputStream(tar);
    }
}
