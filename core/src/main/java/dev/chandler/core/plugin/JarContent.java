package dev.chandler.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What can be seen in a jar, wherever the jar is. */
interface JarContent {

    /**
     * Its manifest, if it has one.
     *
     * @throws IOException if it can't be read, or is larger than {@link JarReader#SMALL_BYTES}
     */
    default Optional<Manifest> manifest() throws IOException {
        // The JDK's own way to it reads it whole, whatever its size.
        Optional<byte[]> content = content(JarFile.MANIFEST_NAME);
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(new Manifest(new ByteArrayInputStream(content.get())));
    }

    /** The paths of all its entries. */
    Stream<String> names();

    /**
     * A small entry.
     *
     * @param path its path
     * @return its bytes, if it is there
     * @throws IOException if it can't be read, or is larger than {@link JarReader#SMALL_BYTES}
     */
    Optional<byte[]> content(String path) throws IOException;

    /**
     * How an entry begins.
     *
     * @param path its path
     * @return its first eight bytes, or all if it has less; empty if it isn't there
     */
    Optional<byte[]> head(String path) throws IOException;
}
