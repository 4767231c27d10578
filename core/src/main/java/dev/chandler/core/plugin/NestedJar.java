package dev.chandler.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A jar inside of a zip, read in one pass and without unpacking it anywhere. */
final class NestedJar implements JarContent {

    private static final String SERVICES = "META-INF/services/";

    /** What each entry begins with; of small ones that are asked for as a whole, all of it. */
    private final Map<String, byte[]> starts = new LinkedHashMap<>();

    private NestedJar() {}

    /**
     * Reads a jar.
     *
     * @param in its bytes; the caller closes it
     * @param room how much may come out of it
     * @throws ZipException if it is broken, or no jar
     */
    static NestedJar read(InputStream in, UnpackLimit room) throws IOException {
        NestedJar jar = new NestedJar();
        // Not closed: that would close the caller's stream.
        ZipInputStream zip = new ZipInputStream(in);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                jar.entry(entry.getName(), zip, room);
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

    private void entry(String name, ZipInputStream zip, UnpackLimit room) throws IOException {
        boolean whole = name.equals(JarFile.MANIFEST_NAME) || name.startsWith(SERVICES);
        byte[] start = zip.readNBytes(whole ? JarReader.SMALL_BYTES + 1 : JarReader.HEAD_BYTES);
        if (start.length > JarReader.SMALL_BYTES) {
            throw new ZipException(name + " is larger than anything of its kind");
        }
        starts.putIfAbsent(name, start);
        room.take(start.length);
        byte[] rest = new byte[8192];
        for (int read = zip.read(rest); read >= 0; read = zip.read(rest)) {
            room.take(read);
        }
    }

    @Override
    public Optional<Manifest> manifest() throws IOException {
        byte[] manifest = starts.get(JarFile.MANIFEST_NAME);
        return manifest == null ? Optional.empty() : Optional.of(new Manifest(new ByteArrayInputStream(manifest)));
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
