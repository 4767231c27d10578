package dev.chandler.core.cache;

import java.util.ArrayList;
import java.util.List;

/** Words of one line, tabs between them; a backslash escapes tab, line break and itself. */
public final class Escaped {

    private Escaped() {}

    /**
     * Writes a line.
     *
     * @param words what is in it
     * @return the line, ended by a line feed
     */
    public static String line(String... words) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            line.append(i == 0 ? "" : "\t")
                    .append(words[i].replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
        }
        return line.append('\n').toString();
    }

    /**
     * Reads a line.
     *
     * @param line the line, without its end
     * @return what is in it
     */
    public static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split("\t", -1)) {
            words.add(unescaped(word));
        }
        return words;
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = switch (text.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    default -> text.charAt(i);
                };
            }
            value.append(c);
        }
        return value.toString();
    }
}
