package dev.chandler.core.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret that was read: what a step's file holds, and what in it must not be seen. Never prints the value. Immutable.
 */
public final class SecretValue {

    /** What has the look of something drawn at random, also when it stands alone. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/_=-]{20,}");

    private final String name;
    private final byte[] bytes;
    private final List<byte[]> parts;

    /**
     * Makes a value.
     *
     * @param name the secret's
     * @param bytes the content of its file
     * @param parts what is a secret by itself too, such as the password in a login
     */
    SecretValue(String name, byte[] bytes, List<byte[]> parts) {
        this.name = name;
        this.bytes = bytes.clone();
        this.parts = List.copyOf(parts);
    }

    /**
     * The secret's name.
     *
     * @return that of its file too
     */
    public String name() {
        return name;
    }

    /**
     * The content of its file.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has without line breaks at its end, which do not count. */
    int length() {
        return core().length;
    }

    /** What is to be found in all its forms: the whole value without line breaks at its end, and its parts. */
    List<byte[]> wholes() {
        List<byte[]> wholes = new ArrayList<>();
        wholes.add(core());
        wholes.addAll(parts);
        return wholes;
    }

    /** Its lines, where it has several. */
    List<byte[]> lines() {
        List<byte[]> lines = new ArrayList<>();
        byte[] core = core();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte each : core) {
            if (each == '\n') {
                lines.add(stripped(line.toByteArray()));
                line.reset();
            } else {
                line.write(each);
            }
        }
        if (lines.isEmpty()) {
            return List.of();
        }
        lines.add(stripped(line.toByteArray()));
        return lines;
    }

    /** Words within it that look as if they were the secret itself: keys in a file of settings, lines of a PEM file. */
    List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(new String(core(), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            String word = matcher.group();
            if (looksRandom(word)) {
                words.add(word.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return words;
    }

    private static boolean looksRandom(String word) {
        return word.chars().anyMatch(Character::isDigit)
                && word.chars().anyMatch(Character::isUpperCase)
                && word.chars().anyMatch(Character::isLowerCase);
    }

    private byte[] core() {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static byte[] stripped(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "secret " + name;
    }
}
