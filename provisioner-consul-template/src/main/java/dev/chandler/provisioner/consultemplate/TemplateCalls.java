package dev.chandler.provisioner.consultemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds which functions a template calls, without running it: in Go's templates a word of an action that is neither quoted nor
 * behind a dot or dollar is a function or a keyword. Whether a call is ever reached is not looked at. Used once.
 */
final class TemplateCalls {

    /**
     * A call.
     *
     * @param function what is called
     * @param line where, from 1
     * @param column where, in characters, from 1
     */
    record Call(String function, int line, int column) {}

    private static final String COMMENT = "/*";
    private static final String COMMENT_END = "*/";

    private final String text;
    private final TemplateSettings.Delimiters delimiters;
    private final Set<String> functions;
    private final List<Call> calls = new ArrayList<>();
    private int at;

    private TemplateCalls(String text, TemplateSettings.Delimiters delimiters, Set<String> functions) {
        this.text = text;
        this.delimiters = delimiters;
        this.functions = functions;
    }

    /** The calls of some functions, in their order. */
    static List<Call> of(String text, TemplateSettings.Delimiters delimiters, Set<String> functions) {
        return new TemplateCalls(text, delimiters, functions).find();
    }

    private List<Call> find() {
        for (at = text.indexOf(delimiters.left()); at >= 0; at = text.indexOf(delimiters.left(), at)) {
            at += delimiters.left().length();
            if (isComment()) {
                skipTo(COMMENT_END);
            }
            readAction();
        }
        return List.copyOf(calls);
    }

    private boolean isComment() {
        int begin = text.startsWith("-", at) ? at + 1 : at;
        while (begin < text.length() && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        // "{{- /*" is a comment; "{{ /*" is none in Go, and an error there.
        return text.startsWith(COMMENT, begin);
    }

    private void readAction() {
        while (at < text.length() && !text.startsWith(delimiters.right(), at)) {
            char c = text.charAt(at);
            if (c == '`') {
                at++;
                skipTo("`");
            } else if (c == '"' || c == '\'') {
                skipQuoted(c);
            } else if (isOfWord(c) || c == '.' || c == '$') {
                readWord();
            } else {
                at++;
            }
        }
        at = Math.min(text.length(), at + delimiters.right().length());
    }

    private void skipTo(String end) {
        int found = text.indexOf(end, at);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void skipQuoted(char quote) {
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
        at = Math.min(text.length(), at + 1);
    }

    /** With all that hangs on it by dots, as {@code .Node.Name}. */
    private void readWord() {
        int begin = at;
        while (at < text.length() && (isOfWord(text.charAt(at)) || text.charAt(at) == '.' || text.charAt(at) == '$')) {
            at++;
        }
        String word = text.substring(begin, at).replaceFirst("\\..*", "");
        if (functions.contains(word)) {
            int line = (int) text.substring(0, begin)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            int lineBegin = text.lastIndexOf('\n', begin - 1) + 1;
            calls.add(new Call(word, line, text.codePointCount(lineBegin, begin) + 1));
        }
    }

    private static boolean isOfWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
