package dev.chandler.core.toolbox;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in a tar stream of tools: its names in order, each with all that makes a difference, never times. */
final class ToolListing {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final SortedMap<String, String> entries = new TreeMap<>();

    private ToolListing() {}

    /**
     * Reads all of a stream.
     *
     * @param tar the stream, which stays the caller's to close
     * @throws IOException if it is no tar stream, or cannot be read
     * @throws InterruptedException if cancelled
     */
    static ToolListing of(InputStream tar) throws IOException, InterruptedException {
        ToolListing listing = new ToolListing();
        try {
            TarArchiveInputStream in = new TarArchiveInputStream(tar, StandardCharsets.UTF_8.name());
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isCheckSumOK()) {
                    throw new IOException("a header's checksum is wrong");
                }
                String name = ToolTar.name(entry, "").orElse("");
                if (!name.isEmpty()) {
                    listing.entries.put(name, words(entry, in));
                }
            }
            return listing;
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static String words(TarArchiveEntry entry, InputStream content) throws IOException, InterruptedException {
        MessageDigest digest = Digest.sha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
            digest.update(chunk, 0, count);
            if (Thread.interrupted()) {
                throw new InterruptedException("reading tools");
            }
        }
        return String.join(
                "\0",
                String.valueOf((char) entry.getLinkFlag()),
                Integer.toOctalString(entry.getMode() & 07777),
                entry.getLongUserId() + ":" + entry.getLongGroupId(),
                entry.getLinkName(),
                Digest.of(digest).toString());
    }

    /** The names, relative and without a slash at the end. */
    Set<String> names() {
        return entries.keySet();
    }

    /** Equal for equal tools. */
    Digest digest() {
        StringBuilder text = new StringBuilder("chandler.tools.v1\n");
        entries.forEach(
                (name, words) -> text.append(name).append('\0').append(words).append('\n'));
        return Digest.of(text.toString());
    }
}
