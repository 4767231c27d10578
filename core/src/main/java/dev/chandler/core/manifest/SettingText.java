package dev.chandler.core.manifest;

import dev.chandler.api.settings.Setting;
import java.util.regex.Pattern;

/** Writes settings as YAML in block style, in which templates find nothing to do. Not thread-safe. */
final class SettingText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./$][\\p{L}\\p{N}\\p{Graph} ]*");
    private static final Pattern BLOCK = Pattern.compile("[\\p{L}\\p{N}\\p{Graph} \\t\\n]*");

    /** The beginnings of tags; their bracket is written as an interpolation of itself. */
    private static final Pattern TAG = Pattern.compile("\\[(?=/?[#@]|=)");

    private final StringBuilder text = new StringBuilder();

    /** Writes a line of its own. */
    void line(String line, int level) {
        indent(level);
        text.append(line).append('\n');
    }

    /** Writes an entry of a map. */
    void entry(String key, Setting value, int level) {
        indent(level);
        entryHere(key, value, level);
    }

    /** Writes an item of a list. */
    void item(Setting value, int level) {
        indent(level);
        text.append("- ");
        switch (value.kind()) {
            case TEXT -> scalar(value.text(), level + 1);
            case MAP -> nestedHere(value, level);
            case LIST -> nestedHere(value, level);
        }
    }

    /** Writes a map or a list whose first line begins behind a dash. */
    private void nestedHere(Setting value, int level) {
        if (isEmpty(value)) {
            text.append(value.kind() == Setting.Kind.MAP ? "{}\n" : "[]\n");
            return;
        }
        int start = text.length();
        nested(value, level + 1);
        text.delete(start, start + 2 * (level + 1));
    }

    private void nested(Setting value, int level) {
        if (value.kind() == Setting.Kind.MAP) {
            value.entries().forEach((key, entry) -> entry(key, entry.value(), level));
        } else {
            value.items().forEach(item -> item(item, level));
        }
    }

    private void entryHere(String key, Setting value, int level) {
        text.append(isPlain(key) ? key : quoted(key)).append(':');
        if (value.kind() == Setting.Kind.TEXT) {
            text.append(' ');
            scalar(value.text(), level + 1);
        } else if (isEmpty(value)) {
            text.append(value.kind() == Setting.Kind.MAP ? " {}\n" : " []\n");
        } else {
            text.append('\n');
            nested(value, level + 1);
        }
    }

    private static boolean isEmpty(Setting value) {
        return value.kind() == Setting.Kind.MAP
                ? value.entries().isEmpty()
                : value.items().isEmpty();
    }

    private void scalar(String value, int level) {
        if (isPlain(value)) {
            text.append(value).append('\n');
        } else if (isBlock(value)) {
            block(value, level);
        } else {
            text.append(quoted(value)).append('\n');
        }
    }

    private static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches()
                && !TAG.matcher(value).find()
                && !value.contains(": ")
                && !value.contains(" #")
                && !value.endsWith(":")
                && !value.endsWith(" ");
    }

    private static boolean isBlock(String value) {
        String firstLine = value.lines().findFirst().orElse("");
        return value.indexOf('\n') >= 0
                && BLOCK.matcher(value).matches()
                && !firstLine.isBlank()
                && !Character.isWhitespace(value.charAt(0));
    }

    private void block(String value, int level) {
        boolean ends = value.endsWith("\n");
        text.append(ends ? (value.endsWith("\n\n") ? "|+" : "|") : "|-").append('\n');
        String body = ends ? value.substring(0, value.length() - 1) : value;
        for (String line : withoutTags(body).split("\n", -1)) {
            if (!line.isEmpty()) {
                indent(level);
            }
            text.append(line).append('\n');
        }
    }

    private static String withoutTags(String value) {
        return TAG.matcher(value).replaceAll("[=r'[']");
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        withoutTags(value).codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (isWritable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(String.format(c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isWritable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c == ' ' || !Character.isSpaceChar(c);
        };
    }

    private void indent(int level) {
        text.append("  ".repeat(level));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
