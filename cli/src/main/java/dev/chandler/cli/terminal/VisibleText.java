package dev.chandler.cli.terminal;

import java.util.regex.Pattern;

/** What is to be seen of text that programs have written for a terminal: nothing that moves a cursor or sets a colour. */
public final class VisibleText {

    /**
     * By ECMA-48: CSI with its parameters, strings (OSC, DCS, …) to their end, and the short sequences. What is begun is
     * a sequence in any case, and nothing is tried twice: else what was written to be slow would be.
     */
    private static final Pattern SEQUENCES = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]*+[ -/]*+[@-~]?"
            + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*+(?:\u0007|\u001b\\\\|\u009c)?"
            + "|\u001b[ -/]*+[0-~]?");

    private VisibleText() {}

    /**
     * Cleans one line.
     *
     * @param line what was written, without its end; where it returns to its beginning, only what was written last is
     *     seen, as with bars of progress
     * @return text that takes one line on a terminal
     */
    public static String of(String line) {
        String shown = lastWritten(line);
        if (shown.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return shown;
        }
        StringBuilder out = new StringBuilder();
        SEQUENCES.matcher(shown).replaceAll("").codePoints().forEach(character -> append(out, character));
        return out.toString();
    }

    private static String lastWritten(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
    }

    private static void append(StringBuilder out, int character) {
        switch (character == '\t' ? Character.SPACE_SEPARATOR : Character.getType(character)) {
            case Character.SPACE_SEPARATOR -> out.append(character == '\t' ? "    " : Character.toString(character));
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {}
            case Character.SURROGATE -> out.append('\ufffd');
            // Of the characters that are not seen, the one that joins emoji; those that turn the direction could hide
            // text.
            case Character.FORMAT ->
                out.append(character == 0x200D || character == 0xAD ? Character.toString(character) : "");
            default -> out.appendCodePoint(character);
        }
    }
}
