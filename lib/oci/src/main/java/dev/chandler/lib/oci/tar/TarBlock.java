package dev.chandler.lib.oci.tar;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The block of 512 bytes that a file begins with, as POSIX.1-1988 and GNU have it. */
final class TarBlock {

    static final int SIZE = 512;

    private static final int NAME = 100;
    private static final int PREFIX_OFFSET = 345;
    private static final int PREFIX = 155;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final byte[] bytes;

    private TarBlock(byte[] bytes) {
        this.bytes = bytes;
    }

    static TarBlock of(byte[] bytes) throws IOException {
        if (bytes.length < SIZE) {
            throw new EOFException("a tar archive ends within a header");
        }
        TarBlock block = new TarBlock(bytes);
        if (block.number(CHECKSUM, CHECKSUM_LENGTH) != sum(bytes)) {
            throw new IOException("not a tar archive: a header's checksum is wrong");
        }
        return block;
    }

    static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return bytes.length == SIZE;
    }

    static int sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? ' ' : bytes[i] & 0xff;
        }
        return sum;
    }

    char type() {
        return (char) (bytes[156] & 0xff);
    }

    long size() throws IOException {
        return natural("size", number(124, 12));
    }

    private static long natural(String what, long number) throws IOException {
        if (number < 0) {
            throw new IOException("not a tar archive: its " + what + " is " + number);
        }
        return number;
    }

    /** The header with what extended ones said before it. */
    TarHeader with(Map<String, String> extended) throws IOException {
        if (extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
            throw new IOException("a sparse file, which is not known here");
        }
        String name = extended.getOrDefault("path", name());
        char type = usualType(name);
        boolean content = type == TarHeader.FILE;
        boolean linking = type == TarHeader.SYMLINK || type == TarHeader.HARD_LINK;
        return new TarHeader(
                name,
                type,
                linking ? extended.getOrDefault("linkpath", text(157, NAME)) : "",
                (int) number(100, 8) & 07777,
                natural("owner", number(extended, "uid", number(108, 8))),
                natural("group", number(extended, "gid", number(116, 8))),
                content ? natural("size", number(extended, "size", number(124, 12))) : 0,
                extended.getOrDefault("mtime", Long.toString(number(136, 12))),
                number(329, 8),
                number(337, 8),
                extended.entrySet().stream()
                        .filter(record -> PaxRecords.isAttribute(record.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new)));
    }

    private char usualType(String name) throws IOException {
        char type = type();
        return switch (type) {
            case 0, '0', '7' -> name.endsWith("/") ? TarHeader.DIRECTORY : TarHeader.FILE;
            case '1', '2', '3', '4', '5', '6' -> type;
            case 'S' -> throw new IOException("a sparse file, which is not known here");
            default -> throw new IOException("an entry of the type \"" + type + "\", which is not known here");
        };
    }

    private String name() {
        String name = text(0, NAME);
        boolean posix = text(257, 6).equals("ustar");
        String prefix = posix ? text(PREFIX_OFFSET, PREFIX) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    private static long number(Map<String, String> extended, String key, long otherwise) throws IOException {
        String text = extended.get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive: its " + key + " is \"" + text + "\"", e);
        }
    }

    private long number(int offset, int length) throws IOException {
        if ((bytes[offset] & 0x80) != 0) {
            return binary(offset, length);
        }
        String digits = new String(bytes, offset, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        int end = digits.indexOf(' ');
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(end < 0 ? digits : digits.substring(0, end), 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive: a number in a header is \"" + digits + "\"", e);
        }
    }

    /** Base 256 with a sign, as GNU writes what is too much for octal digits. */
    private long binary(int offset, int length) {
        long value = (bytes[offset] & 0x40) != 0 ? (-1L << 6) | (bytes[offset] & 0x3f) : bytes[offset] & 0x3f;
        for (int i = 1; i < length; i++) {
            value = (value << 8) | (bytes[offset + i] & 0xff);
        }
        return value;
    }
}
