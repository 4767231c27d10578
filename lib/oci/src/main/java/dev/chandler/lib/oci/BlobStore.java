package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.OutputStream;

/** Where blobs are kept by their digests, and one manifest by a name, as a registry has them. Confined to one thread. */
public interface BlobStore {

    /** Gives out what a blob holds. */
    interface Content {

        /**
         * Writes all of it; may be called again.
         *
         * @param out where to; stays open
         * @throws IOException if it cannot be read or written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Whether a blob is there.
     *
     * @param blob its digest
     * @return true if it need not be put
     * @throws IOException if that cannot be found out
     */
    boolean has(Digest blob) throws IOException;

    /**
     * Puts a blob.
     *
     * @param blob what it is
     * @param content what it holds
     * @throws IOException if it cannot be put
     */
    void put(Descriptor blob, Content content) throws IOException;

    /**
     * Gives a manifest, of which all blobs are there, the store's name for the image.
     *
     * @param manifest what it is
     * @param json its bytes
     * @throws IOException if it cannot be put
     */
    void name(Descriptor manifest, byte[] json) throws IOException;

    /**
     * Puts a manifest that is found by its digest alone, of which all blobs are there.
     *
     * @param manifest what it is
     * @param json its bytes
     * @throws IOException if it cannot be put
     */
    void manifest(Descriptor manifest, byte[] json) throws IOException;
}
