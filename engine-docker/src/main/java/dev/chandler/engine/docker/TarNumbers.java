package dev.chandler.engine.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Numbers in tar headers: octal digits, or base 256 where those are too few; decimal in extended ones. */
final class TarNumbers {

    private static final int SIZE = 124;
    private static final int LENGTH = 12;

    private TarNumbers() {}

    static long size(byte[] header) throws IOException {
        return (header[SIZE] & 0x80) != 0 ? binary(header) : octal(header);
    }

    private static long binary(byte[] header) {
        long value = header[SIZE] & 0x7f;
        for (int i = 1; i < LENGTH; i++) {
            value = (value << 8) | (header[SIZE + i] & 0xff);
        }
        return value;
    }

    private static long octal(byte[] header) throws IOException {
        String digits = new String(header, SIZE, LENGTH, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar stream: the size of an entry is \"" + digits + "\"", e);
        }
    }

    /** As extended headers have it. */
    static long decimal(String digits) throws IOException {
        try {
            long value = Long.parseLong(digits);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a tar stream: \"" + digits + "\" is no number", e);
        }
        throw new IOException("not a tar stream: \"" + digits + "\" is no length");
    }
}
