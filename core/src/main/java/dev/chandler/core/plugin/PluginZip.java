package dev.chandler.core.plugin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A plugin's zip: its jar at the top, the libraries it brings in {@code lib/}, and whatever it has for people to read.
 *
 * <p>Opening it looks at all names, and refuses what would do harm; nothing is unpacked by it. Not thread-safe.
 */
final class PluginZip implements AutoCloseable {

    private static final Pattern JAR = Pattern.compile("[^/]+\\.jar");
    private static final Pattern LIBRARY = Pattern.compile("lib/[^/]+\\.jar");
    private static final int MOST_ENTRIES = 10_000;

    private final ZipFile zip;
    private final ZipArchiveEntry jar;
    private final List<ZipArchiveEntry> libraries = new ArrayList<>();

    private PluginZip(ZipFile zip) throws IOException {
        this.zip = zip;
        List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
        if (entries.size() > MOST_ENTRIES) {
            throw new UnsafeZipException("it has " + entries.size() + " entries");
        }
        Set<String> seen = new HashSet<>();
        List<ZipArchiveEntry> jars = new ArrayList<>();
        UnpackLimit room = new UnpackLimit();
        for (ZipArchiveEntry entry : entries) {
            check(entry, seen);
            if (JAR.matcher(entry.getName()).matches()) {
                jars.add(entry);
            } else if (LIBRARY.matcher(entry.getName()).matches()) {
                libraries.add(entry);
            } else {
                continue;
            }
            room.take(entry.getSize());
        }
        if (jars.size() != 1) {
            throw new NoPluginException(jars.isEmpty() ? "it has no jar at its top" : "it has several jars at its top");
        }
        this.jar = jars.get(0);
    }

    /** A zip that is whole, but nobody's plugin. */
    static final class NoPluginException extends IOException {

        private static final long serialVersionUID = 1L;

        NoPluginException(String message) {
            super(message);
        }
    }

    /**
     * Opens a zip.
     *
     * @param file the zip
     * @return it; the caller closes it
     * @throws UnsafeZipException if it would do harm where it is unpacked
     * @throws NoPluginException if it has another form
     * @throws IOException if it can't be read
     */
    @SuppressWarnings("MustBeClosedChecker")
    static PluginZip open(Path file) throws IOException {
        ZipFile zip = opened(file);
        try {
            return new PluginZip(zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static ZipFile opened(Path file) throws IOException {
        try {
            return ZipFile.builder()
                    .setPath(file)
                    .setIgnoreLocalFileHeader(false)
                    .get();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // The library says the same of a zip that is broken as of a disk that fails: then it can't be read at all.
            JarReader.digest(file);
            ZipException broken = new ZipException(Refusals.text(e.getCause() == null ? e : e.getCause()));
            broken.initCause(e);
            throw broken;
        }
    }

    private static void check(ZipArchiveEntry entry, Set<String> seen) throws IOException {
        String name = entry.getName();
        if (ZipMember.leadsOut(name)) {
            throw new UnsafeZipException("the path \"" + name + "\" in it leads out of it");
        }
        if (entry.isUnixSymlink()) {
            throw new UnsafeZipException("\"" + name + "\" in it is a link");
        }
        if (!seen.add(name)) {
            throw new UnsafeZipException("\"" + name + "\" is in it twice");
        }
    }

    /** The plugin's own jar. */
    ZipMember jar() {
        return member(jar);
    }

    /** The jars in {@code lib/}, in the order in which the zip has them. */
    List<ZipMember> libraries() {
        return libraries.stream().map(PluginZip::member).toList();
    }

    private static ZipMember member(ZipArchiveEntry entry) {
        return new ZipMember(entry.getName(), entry.getSize(), entry.getCrc());
    }

    /**
     * Opens a jar in it.
     *
     * @param member one of those it has
     * @return its bytes, no more than it says and with its checksum, or reading them fails; the caller closes it
     */
    InputStream open(ZipMember member) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(member.path());
        boolean packedAsUsual = entry.getMethod() == ZipEntry.STORED || entry.getMethod() == ZipEntry.DEFLATED;
        // For some of the other ways the library needs further ones, and fails without them.
        if (!packedAsUsual || !zip.canReadEntryData(entry)) {
            throw new ZipException("\"" + member.path() + "\" in it is encrypted, or packed in an unusual way");
        }
        return new Checked(zip.getInputStream(entry), entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** The library looks at neither size nor checksum. */
    private static final class Checked extends FilterInputStream {

        private final ZipArchiveEntry entry;
        private final CRC32 sum = new CRC32();
        private long length;

        Checked(InputStream in, ZipArchiveEntry entry) {
            super(in);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            int read = in.read(bytes, offset, wanted);
            if (read < 0) {
                if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
                    throw new ZipException("\"" + entry.getName() + "\" in it is not what was packed");
                }
                return read;
            }
            length += read;
            if (length > entry.getSize()) {
                throw new UnsafeZipException(
                        "\"" + entry.getName() + "\" in it is longer than the " + entry.getSize() + " bytes it says");
            }
            sum.update(bytes, offset, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(count, 8192)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
