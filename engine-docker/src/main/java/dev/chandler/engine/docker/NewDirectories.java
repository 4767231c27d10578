package dev.chandler.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    private final InputStream in;
    private final Predicate<String> existing;
    private byte[] ready = new byte[0];
    private int position;
    private long contentLeft;
    private boolean passing;

    NewDirectories(InputStream in, Predicate<String> existing) {
        this.in = in;
        this.existing = existing;
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
        @Nullable String longName = null;
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
                String name = type == 'K' ? null : type == 'L' ? gnuName(content, size) : paxPath(content, size);
                longName = name == null ? longName : name;
                continue;
            }
            if (type != '5' || !isThere(longName == null ? ustarName(header) : longName)) {
                ready = headers;
                position = 0;
                contentLeft = type == '5' ? 0 : padded(size);
            }
            return;
        }
    }

    private void pass(byte[] rest) {
        ready = rest;
        position = 0;
        passing = true;
    }

    private boolean isThere(String name) {
        String path = ("/" + name + "/").replaceAll("/(\\./|/)+", "/");
        return existing.test(path.substring(1, Math.max(1, path.length() - 1)));
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

    /** The path among the records {@code LENGTH NAME=VALUE\n}, null if it is not there. */
    private static @Nullable String paxPath(byte[] content, long size) {
        int at = 0;
        while (at < size && at < content.length) {
            int space = at;
            while (space < content.length && content[space] != ' ') {
                space++;
            }
            int length = Integer.parseInt(text(content, at, space - at));
            if (length <= 0) {
                return null;
            }
            String record = new String(content, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            if (record.startsWith("path=")) {
                return record.substring("path=".length());
            }
            at += length;
        }
        return null;
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
