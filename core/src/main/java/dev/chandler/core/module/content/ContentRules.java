package dev.chandler.core.module.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a module's files may be called, and how many there may be: whatever can be one file here and two, or another, on
 * somebody else's machine is refused. Confined to one thread.
 */
final class ContentRules {

    /** The most files and folders. */
    static final int MOST_ENTRIES = 10_000;

    /** The most bytes in all files together. */
    static final long MOST_BYTES = 64L << 20;

    /** What Linux takes of one word, and of a path with room for that of the folder that it is unpacked in. */
    private static final int LONGEST_WORD = 255;

    private static final int LONGEST_PATH = 2000;
    private static final int SHOWN = 120;

    /** The spelling of each name, by what is left of it where case counts for nothing. */
    private final Map<String, String> spellings = new HashMap<>();

    private final Set<String> named = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private long bytes;

    /** Reads a name that may be any bytes. */
    static String utf8(byte[] name) throws UnfitContentException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            String bytes = new String(name, StandardCharsets.ISO_8859_1);
            throw new UnfitContentException("the name of a file is not UTF-8: " + shown(bytes));
        }
    }

    /** A name for messages. */
    static String shown(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.codePoints()
                .limit(SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(text::appendCodePoint);
        return text.append(name.length() > SHOWN ? "…\"" : "\"").toString();
    }

    /** Takes a folder. */
    void folder(String path) throws UnfitContentException {
        take(path);
        folders.add(path);
    }

    /** Takes a file. */
    void file(String path, long sizeBytes) throws UnfitContentException {
        take(path);
        if (folders.contains(path)) {
            throw new UnfitContentException(shown(path) + " is a file and a folder");
        }
        files.add(path);
        if (sizeBytes > MOST_BYTES || bytes + sizeBytes > MOST_BYTES) {
            throw new UnfitContentException("its files have more than " + (MOST_BYTES >> 20) + " MiB together");
        }
        bytes += sizeBytes;
    }

    private void take(String path) throws UnfitContentException {
        requireGoodWords(path);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (files.contains(above)) {
                throw new UnfitContentException(shown(path) + " is below what is a file");
            }
            requireOneSpelling(above);
            folders.add(above);
        }
        requireOneSpelling(path);
        if (!named.add(path)) {
            throw new UnfitContentException(shown(path) + " is there twice");
        }
        if (spellings.size() > MOST_ENTRIES) {
            throw new UnfitContentException("there are more than " + MOST_ENTRIES + " files and folders");
        }
    }

    private static void requireGoodWords(String path) throws UnfitContentException {
        if (path.startsWith("/") || path.isEmpty()) {
            throw new UnfitContentException(shown(path) + " is no name of a file in a folder");
        }
        for (String word : path.split("/", -1)) {
            if (word.isEmpty() || word.equals(".") || word.equals("..")) {
                throw new UnfitContentException(shown(path) + " leads elsewhere");
            }
            if (word.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
                throw new UnfitContentException(shown(path) + " has a control character or a backslash in its name");
            }
            if (word.getBytes(StandardCharsets.UTF_8).length > LONGEST_WORD) {
                throw new UnfitContentException(shown(word) + " has more than " + LONGEST_WORD + " bytes in its name");
            }
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new UnfitContentException(shown(path) + " has a path of more than " + LONGEST_PATH + " bytes");
        }
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            throw new UnfitContentException(shown(path)
                    + " has letters in its name that are put together from several characters (Unicode's NFC has them"
                    + " as one)");
        }
    }

    /** A disk may take two names for one that differ by case alone. */
    private void requireOneSpelling(String path) throws UnfitContentException {
        String folded = path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        String other = spellings.putIfAbsent(folded, path);
        if (other != null && !other.equals(path)) {
            throw new UnfitContentException(
                    shown(other) + " and " + shown(path) + " differ by upper and lower case alone");
        }
    }
}
