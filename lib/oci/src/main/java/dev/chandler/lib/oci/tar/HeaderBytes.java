package dev.chandler.lib.oci.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A header as it is written: what a block of 512 bytes has no room for stands in an extended one before it. */
final class HeaderBytes {

    private static final int NAME = 100;
    private static final long LARGEST_ID = 07777777;
    private static final long LARGEST_NUMBER = 077777777777L;

    private HeaderBytes() {}

    static byte[] of(TarHeader header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> extended = extended(header);
        if (!extended.isEmpty()) {
            byte[] records = PaxRecords.write(extended).getBytes(StandardCharsets.ISO_8859_1);
            bytes.writeBytes(block(TarHeader.file("PaxHeaders/entry", records.length), 'x'));
            bytes.writeBytes(records);
            bytes.writeBytes(padding(records.length));
        }
        bytes.writeBytes(block(header, header.type()));
        return bytes.toByteArray();
    }

    static byte[] padding(long size) {
        return new byte[(int) ((TarBlock.SIZE - size % TarBlock.SIZE) % TarBlock.SIZE)];
    }

    static byte[] end() {
        return new byte[2 * TarBlock.SIZE];
    }

    private static Map<String, String> extended(TarHeader header) {
        Map<String, String> records = new TreeMap<>(header.attributes());
        if (header.name().length() > NAME) {
            records.put("path", header.name());
        }
        if (header.link().length() > NAME) {
            records.put("linkpath", header.link());
        }
        if (header.uid() > LARGEST_ID) {
            records.put("uid", Long.toString(header.uid()));
        }
        if (header.gid() > LARGEST_ID) {
            records.put("gid", Long.toString(header.gid()));
        }
        if (header.size() > LARGEST_NUMBER) {
            records.put("size", Long.toString(header.size()));
        }
        if (seconds(header) != 0 ? !header.modified().equals(Long.toString(seconds(header))) : !isZero(header)) {
            records.put("mtime", header.modified());
        }
        return records;
    }

    private static boolean isZero(TarHeader header) {
        return header.modified().matches("0+(\\.0*)?");
    }

    /** The time as far as a block has room for it. */
    private static long seconds(TarHeader header) {
        int dot = header.modified().indexOf('.');
        try {
            long seconds = Long.parseLong(
                    dot < 0 ? header.modified() : header.modified().substring(0, dot));
            return seconds < 0 || seconds > LARGEST_NUMBER ? 0 : seconds;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static byte[] block(TarHeader header, char type) {
        byte[] block = new byte[TarBlock.SIZE];
        text(block, 0, NAME, header.name());
        octal(block, 100, 8, header.mode());
        octal(block, 108, 8, Math.min(header.uid(), LARGEST_ID));
        octal(block, 116, 8, Math.min(header.gid(), LARGEST_ID));
        octal(block, 124, 12, Math.min(header.size(), LARGEST_NUMBER));
        octal(block, 136, 12, seconds(header));
        block[156] = (byte) type;
        text(block, 157, NAME, header.link());
        text(block, 257, 8, "ustar\00000");
        octal(block, 329, 8, header.major());
        octal(block, 337, 8, header.minor());
        text(block, 148, 8, String.format("%06o\0 ", TarBlock.sum(block)));
        return block;
    }

    private static void text(byte[] block, int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
    }

    private static void octal(byte[] block, int offset, int length, long number) {
        String digits = Long.toOctalString(number);
        text(block, offset, length - 1, "0".repeat(Math.max(0, length - 1 - digits.length())) + digits);
    }
}
