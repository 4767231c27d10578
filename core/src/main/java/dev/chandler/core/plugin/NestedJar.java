package dev.chandler.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A jar inside of a zip, read in one pass and without unpacking it anywhere. */
final class NestedJar implements JarContent {

    /** Far more than any jar of a plugin or a library has. */
    private static final int MOST_ENTRIES = 100_000;

    private static final int MOST_NAME_LENGTH = 16 << 20;

    /** What an entry takes here besides its name, about. */
    private static final int ENTRY_BYTES = 100;

    private static final byte[] NOTHING = {};

    /** What each entry begins with; of those that are asked for as a whole, all of it. */
    private final Map<String, byte[]> starts = new LinkedHashMap<>();

    private final UnpackLimit room;
    private long nameLength;

    private NestedJar(UnpackLimit room) {
        this.room = room;
    }

    /**
     * Reads a plugin's own jar.
     *
     * @param in its bytes; the caller closes it
     * @param room how much may come out of it
     * @param wanted the paths of those small entries that are asked for as a whole
     * @throws ZipException if it is broken, or no jar
     */
    static NestedJar read(InputStream in, UnpackLimit room, Set<String> wanted) throws IOException {
        return read(
                in,
                room,
                (name, entry) ->
                        entry.readNBytes(wanted.contains(name) ? JarReader.SMALL_BYTES + 1 : JarReader.HEAD_BYTES));
    }

    /**
     * Reads a library, of which nothing but the names and how its manifest begins is kept.
     *
     * @param in its bytes; the caller closes it
     * @param room how much may come out of it
     * @throws ZipException if it is broken, or no jar
     */
    static NestedJar library(InputStream in, UnpackLimit room) throws IOException {
        return read(
                in,
                room,
                (name, entry) ->
                        name.equals(JarFile.MANIFEST_NAME) ? entry.readNBytes(JarReader.SMALL_BYTES) : NOTHING);
    }

    /** Reads so much of an entry as is kept. */
    private interface Start {
        byte[] read(String name, InputStream entry) throws IOException;
    }

    private static NestedJar read(InputStream in, UnpackLimit room, Start start) throws IOException {
        NestedJar jar = new NestedJar(room);
        // Not closed: that would close the caller's stream.
        ZipInputStream zip = new ZipInputStream(in);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                jar.entry(entry.getName(), zip, start);
            }
        } catch (IllegalArgumentException e) {
            throw new ZipException("a name in it is no text: " + e.getMessage());
        }
        if (jar.starts.isEmpty()) {
            throw new ZipException("it is no jar, or an empty one");
        }
        // The list of what there is, which comes last, is looked at for its checksum alone.
        in.transferTo(OutputStream.nullOutputStream());
        return jar;
    }

    private void entry(String name, ZipInputStream zip, Start start) throws IOException {
        // An entry without content takes memory, too.
        room.take(ENTRY_BYTES + name.length());
        nameLength += name.length();
        if (starts.size() == MOST_ENTRIES || nameLength > MOST_NAME_LENGTH) {
            throw new UnsafeZipException("a jar in it has more entries than anyone needs");
        }
        byte[] kept = start.read(name, zip);
        if (kept.length > JarReader.SMALL_BYTES) {
            throw new ZipException(name + " is larger than anything of its kind");
        }
        starts.putIfAbsent(name, kept);
        room.take(kept.length);
        byte[] rest = new byte[8192];
        for (int read = zip.read(rest); read >= 0; read = zip.read(rest)) {
            room.take(read);
        }
    }

    @Override
    public Stream<String> names() {
        return starts.keySet().stream();
    }

    @Override
    public Optional<byte[]> content(String path) {
        return Optional.ofNullable(starts.get(path));
    }

    @Override
    public Optional<byte[]> head(String path) {
        return Optional.ofNullable(starts.get(path));
    }
}
