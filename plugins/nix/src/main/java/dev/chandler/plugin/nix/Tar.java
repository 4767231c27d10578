package dev.chandler.plugin.nix;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tar stream of root's files, all of one time. The JDK has none. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;

    /** One second after the beginning, as everything in a Nix store is. */
    private static final long SECONDS = 1;

    /**
     * What stands behind a path.
     *
     * @param type as tar has it
     * @param mode the permissions
     * @param target of a link; else empty
     * @param content of a file
     */
    record Entry(char type, int mode, String target, Optional<Path> content) {

        static Entry folder(int mode) {
            return new Entry('5', mode, "", Optional.empty());
        }

        static Entry link(String target) {
            return new Entry('2', 0777, target, Optional.empty());
        }

        static Entry file(Path content, int mode) {
            return new Entry('0', mode, "", Optional.of(content));
        }

        private long size() throws IOException {
            return content.isPresent() ? Files.size(content.get()) : 0;
        }
    }

    private Tar() {}

    /**
     * Opens the stream; files are opened one after the other as it is read.
     *
     * @param entries by path, in order; folders end with a slash
     */
    static InputStream of(Map<String, Entry> entries) {
        Stream<Supplier<InputStream>> parts = Stream.concat(
                entries.entrySet().stream().flatMap(each -> parts(each.getKey(), each.getValue())),
                Stream.of(() -> new ByteArrayInputStream(new byte[2 * BLOCK])));
        Iterator<InputStream> iterator = parts.map(Supplier::get).iterator();
        return new Unchecked(new SequenceInputStream(new Enumeration<InputStream>() {
            @Override
            public boolean hasMoreElements() {
                return iterator.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return iterator.next();
            }
        }));
    }

    private static Stream<Supplier<InputStream>> parts(String name, Entry entry) {
        Stream<Supplier<InputStream>> head = Stream.of(() -> new ByteArrayInputStream(head(name, entry)));
        return entry.content()
                .map(file -> Stream.concat(
                        head,
                        Stream.<Supplier<InputStream>>of(
                                () -> open(file), () -> new ByteArrayInputStream(new byte[padding(file)]))))
                .orElse(head);
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int padding(Path file) {
        try {
            return (int) (-Files.size(file) & (BLOCK - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] head(String name, Entry entry) {
        try {
            String records = record("path", name) + record("linkpath", entry.target());
            byte[] extended = records.getBytes(StandardCharsets.UTF_8);
            byte[] head = header(name, entry, entry.size());
            if (extended.length == 0) {
                return head;
            }
            byte[] all = new byte[BLOCK + (extended.length + BLOCK - 1) / BLOCK * BLOCK + BLOCK];
            System.arraycopy(
                    header("pax", new Entry('x', 0644, "", Optional.empty()), extended.length), 0, all, 0, BLOCK);
            System.arraycopy(extended, 0, all, BLOCK, extended.length);
            System.arraycopy(head, 0, all, all.length - BLOCK, BLOCK);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has no room in a header, or is not in its letters. */
    private static String record(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= NAME_BYTES && bytes.length == value.length()) {
            return "";
        }
        int rest = key.length() + bytes.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] header(String name, Entry entry, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name, NAME_BYTES);
        octal(header, 100, 8, entry.mode());
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, SECONDS);
        header[156] = (byte) entry.type();
        put(header, 157, entry.target(), NAME_BYTES);
        put(header, 257, "ustar\0" + "00", 8);
        put(header, 148, "        ", 8);
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xFF;
        }
        put(header, 148, "%06o\0 ".formatted(sum), 8);
        return header;
    }

    private static void put(byte[] header, int offset, String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, Math.min(bytes.length, most));
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        put(header, offset, ("%0" + (length - 1) + "o").formatted(value), length - 1);
    }

    /** A file that cannot be read is the stream's failure. */
    private static final class Unchecked extends InputStream {

        private final InputStream stream;

        Unchecked(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return stream.read(into, offset, length);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
