package dev.chandler.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A tar stream without its entries for directories that are there already, which unpacking would give new owners and
 * modes. Their names are asked for without a slash at either end; the archive's own root is empty.
 *
 * <p>Everything else passes byte for byte: extended attributes are binary, and do not survive being read as text. Holds
 * no more than one entry's headers.
 */
final class NewDirectories extends InputStream {

    private static final int BLOCK = 512;
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int TYPE = 156;
    private static final int SPARSE_MORE = 482;
    private static final int SPARSE_NEXT_MORE = 504;

    /** Links, devices, directories and pipes, whatever size their headers name: so has it the daemon. */
    private static final String WITHOUT_CONTENT = "123456";

    private final InputStream in;
    private final Predicate<String> existing;
    private final Consumer<String> others;
    private byte[] ready = new byte[0];
    private int position;
    private long contentLeft;
    private boolean passing;
    private boolean hardLinks;

    NewDirectories(InputStream in, Predicate<String> existing) {
        this(in, existing, name -> {});
    }

    /** Also tells the names of what is no directory. */
    NewDirectories(InputStream in, Predicate<String> existing, Consumer<String> others) {
        this.in = in;
        this.existing = existing;
        this.others = others;
    }

    /** Whether any of what was read by now was one more name of a file. */
    boolean hasHardLinks() {
        return hardLinks;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (position == ready.length && contentLeft == 0 && !passing) {
            nextEntry();
        }
        if (position < ready.length) {
            int count = Math.min(length, ready.length - position);
            System.arraycopy(ready, position, buffer, offset, count);
            position += count;
            return count;
        }
        int count = in.read(buffer, offset, passing ? length : (int) Math.min(length, contentLeft));
        if (count > 0 && !passing) {
            contentLeft -= count;
        }
        return count;
    }

    /** Makes the headers of the next entry that is to pass ready, with those that go before it. */
    private void nextEntry() throws IOException {
        byte[] headers = new byte[0];
        String longName = "";
        String longSize = "";
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            headers = joined(headers, header);
            if (header.length < BLOCK || (header[0] == 0 && header[TYPE] == 0)) {
                pass(headers);
                return;
            }
            long size = TarNumbers.size(header);
            char type = (char) header[TYPE];
            if (type == 'x' || type == 'L' || type == 'K') {
                byte[] content = content(size);
                headers = joined(headers, content);
                if (type == 'x') {
                    longName = paxValue(content, size, "path", longName);
                    longSize = paxValue(content, size, "size", longSize);
                } else if (type == 'L') {
                    longName = gnuName(content, size);
                }
                continue;
            }
            if (type == 'S') {
                headers = joined(headers, sparseHeaders(header));
            }
            String name = plain(longName.isEmpty() ? ustarName(header) : longName);
            hardLinks |= type == '1';
            if (type != '5') {
                others.accept(name);
            }
            if (type != '5' || !existing.test(name)) {
                ready = headers;
                position = 0;
                contentLeft = WITHOUT_CONTENT.indexOf(type) >= 0
                        ? 0
                        : padded(longSize.isEmpty() ? size : TarNumbers.decimal(longSize));
            }
            return;
        }
    }

    /** What GNU tar says of holes goes on in blocks that count as no content. */
    private byte[] sparseHeaders(byte[] header) throws IOException {
        byte[] headers = new byte[0];
        boolean more = header[SPARSE_MORE] != 0;
        while (more) {
            byte[] next = in.readNBytes(BLOCK);
            headers = joined(headers, next);
            more = next.length == BLOCK && next[SPARSE_NEXT_MORE] != 0;
        }
        return headers;
    }

    private void pass(byte[] rest) {
        ready = rest;
        position = 0;
        passing = true;
    }

    private static String plain(String name) {
        String path = ("/" + name + "/").replaceAll("/(\\./|/)+", "/");
        return path.substring(1, Math.max(1, path.length() - 1));
    }

    private byte[] content(long size) throws IOException {
        if (size > LARGEST_HEADER) {
            throw new IOException("a header of " + size + " bytes in the tar stream");
        }
        return in.readNBytes((int) padded(size));
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static String ustarName(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String gnuName(byte[] content, long size) {
        return text(content, 0, (int) Math.min(size, content.length));
    }

    /** The last value of a name among the records {@code LENGTH NAME=VALUE\n}, or what it was before. */
    private static String paxValue(byte[] content, long size, String name, String before) throws IOException {
        String value = before;
        int end = (int) Math.min(size, content.length);
        for (int at = 0; at < end; ) {
            int space = at;
            while (space < end && content[space] != ' ') {
                space++;
            }
            long length = TarNumbers.decimal(text(content, at, space - at));
            int next = (int) (at + length);
            if (length > end - at || next < space + 2) {
                throw new IOException("not a tar stream: a record of " + length + " bytes in a header");
            }
            String record = new String(content, space + 1, next - space - 2, StandardCharsets.UTF_8);
            if (record.startsWith(name + "=")) {
                value = record.substring(name.length() + 1);
            }
            at = next;
        }
        return value;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
