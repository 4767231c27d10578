package dev.chandler.lib.files;

import java.util.regex.Pattern;

/**
 * Turns an ignore pattern into a regular expression.
 *
 * <p>{@code *} and {@code ?} stop at a slash, {@code **} does not, {@code **}{@code /} also stands for no directory at
 * all, {@code [a-z]} and {@code [^a-z]} are classes, a backslash takes the next character as it is. As in Docker, two
 * stars at the end match everything that goes on so, two at the beginning with no other wildcard everything that ends so.
 */
final class IgnoreRegex {

    private final String written;
    private final String pattern;
    private final StringBuilder regex = new StringBuilder();
    private int at;

    IgnoreRegex(String written, String pattern) {
        this.written = written;
        this.pattern = pattern;
    }

    String regex() throws FileTreeException {
        while (at < pattern.length()) {
            int c = next();
            switch (c) {
                case '*' -> star();
                case '?' -> regex.append("[^/]");
                case '[' -> characterClass();
                case '\\' -> literal(afterBackslash());
                default -> literal(c);
            }
        }
        return regex.toString();
    }

    private void star() {
        if (!follows('*')) {
            regex.append("[^/]*");
            return;
        }
        boolean first = at == 1;
        at++;
        boolean slash = follows('/');
        if (slash) {
            at++;
        }
        if (at == pattern.length()) {
            regex.append(".*");
        } else if (first && !slash && isLiteral(pattern.substring(at))) {
            regex.append(".*");
        } else {
            regex.append("(?:.*/)?");
        }
    }

    private static boolean isLiteral(String rest) {
        return rest.chars().noneMatch(c -> "*?[]\\".indexOf(c) >= 0);
    }

    private void characterClass() throws FileTreeException {
        regex.append('[');
        if (follows('^')) {
            at++;
            regex.append('^');
        }
        if (follows(']')) {
            throw bad("an empty character class");
        }
        while (!follows(']')) {
            int from = classCharacter();
            int to = from;
            if (follows('-')) {
                at++;
                to = classCharacter();
            }
            if (to < from) {
                throw bad("a range that runs backwards");
            }
            regex.append(escaped(from)).append('-').append(escaped(to));
        }
        at++;
        regex.append(']');
    }

    private int classCharacter() throws FileTreeException {
        if (at == pattern.length()) {
            throw bad("the \"[\" is not closed");
        }
        int c = next();
        if (c == '-' || c == ']') {
            throw bad("a \"" + (char) c + "\" in a character class needs a \"\\\" before it");
        }
        return c == '\\' ? afterBackslash() : c;
    }

    private int afterBackslash() throws FileTreeException {
        if (at == pattern.length()) {
            throw bad("there is nothing after the \"\\\"");
        }
        return next();
    }

    private int next() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private boolean follows(char c) {
        return at < pattern.length() && pattern.charAt(at) == c;
    }

    private void literal(int c) {
        regex.append(Pattern.quote(Character.toString(c)));
    }

    private static String escaped(int c) {
        return "\\x{" + Integer.toHexString(c) + "}";
    }

    private FileTreeException bad(String why) {
        return FileProblems.badPattern(written, why);
    }
}
