package dev.chandler.lib.oci;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar archive, compressed or not, whose entries can be opened in any order: gone through once to learn where they are.
 * Holds no file open. Immutable.
 */
final class ArchiveFile {

    /** A link may lead to another one, as often as this. */
    private static final int LINKS = 8;

    private final Path file;
    private final Map<String, Place> places;
    private final Map<String, String> links;

    private ArchiveFile(Path file, Map<String, Place> places, Map<String, String> links) {
        this.file = file;
        this.places = places;
        this.links = links;
    }

    /** Where the content of an entry is in the uncompressed archive. */
    private record Place(long offset, long size) {}

    static ArchiveFile read(Path file) throws UnreadableImageException {
        Map<String, Place> places = new LinkedHashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        try (InputStream opened = Files.newInputStream(file);
                InputStream content = Compression.uncompressed(opened)) {
            TarArchiveInputStream tar = new TarArchiveInputStream(content, "UTF-8");
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = plain(entry.getName());
                if (entry.isSymbolicLink()) {
                    links.put(name, beside(name, entry.getLinkName()));
                } else if (entry.isLink()) {
                    links.put(name, plain(entry.getLinkName()));
                } else if (entry.isFile()) {
                    places.put(name, new Place(tar.getBytesRead(), entry.getSize()));
                }
            }
        } catch (FileSystemException e) {
            throw new UnreadableImageException(file.toString(), e);
        } catch (IOException e) {
            throw new UnreadableImageException(file + " cannot be read as a tar archive", e);
        } catch (IllegalArgumentException e) {
            throw new UnreadableImageException(file + " cannot be read as a tar archive: " + e.getMessage());
        }
        if (places.isEmpty()) {
            throw new UnreadableImageException(file + " is no tar archive with files in it");
        }
        return new ArchiveFile(file, places, links);
    }

    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String beside(String name, String target) {
        return Path.of(name).resolveSibling(target).normalize().toString();
    }

    boolean has(String name) {
        return place(name).isPresent();
    }

    private Optional<Place> place(String name) {
        String at = plain(name);
        for (int i = 0; i < LINKS && links.containsKey(at); i++) {
            at = links.getOrDefault(at, at);
        }
        return Optional.ofNullable(places.get(at));
    }

    private Place required(String name) throws UnreadableImageException {
        return place(name).orElseThrow(() -> new UnreadableImageException("there is no \"" + name + "\" in it"));
    }

    long size(String name) throws UnreadableImageException {
        return required(name).size();
    }

    /** A whole document, which is short. */
    byte[] bytes(String name) throws UnreadableImageException {
        try (InputStream in = open(name)) {
            return ImageJson.bytes(name, in);
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException(name, e);
        }
    }

    /** Opens an entry; the caller closes it. */
    InputStream open(String name) throws IOException {
        Place place = required(name);
        InputStream opened = Files.newInputStream(file);
        try {
            InputStream content = Compression.uncompressed(opened);
            content.skipNBytes(place.offset());
            return new Content(content, place.size());
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** What is in one entry. */
    private static final class Content extends BlockStream {

        private long left;

        Content(InputStream in, long size) {
            super(in);
            this.left = size;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException();
            }
            left -= count;
            return count;
        }
    }
}
