package dev.chandler.core.plugin;

import java.io.IOException;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What can be seen in a jar, wherever the jar is. */
interface JarContent {

    /** Its manifest, if it has one. */
    Optional<Manifest> manifest() throws IOException;

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
