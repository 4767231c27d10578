package dev.chandler.lib.files;

import java.util.ArrayList;
import java.util.List;

/**
 * An ignore pattern, ready to be held against paths.
 *
 * <p>{@code *} and {@code ?} stop at a slash, {@code **} does not, {@code **}{@code /} also stands for no directory at
 * all, {@code [a-z]} and {@code [^a-z]} are classes, a backslash takes the next character as it is. As in Docker, two
 * stars at the end match everything that goes on so, two at the beginning with no other wildcard everything that ends so.
 *
 * <p>All ways through the pattern are followed at once, so that no pattern takes longer than its length times the
 * path's. Immutable.
 */
final class IgnoreGlob {

    private enum Kind {
        /** One character of some. */
        ONE,
        /** Any number of characters but slashes. */
        WITHIN,
        /** Any number of characters. */
        ALL,
        /** Nothing, or anything that ends with a slash. */
        FOLDERS
    }

    private record Range(int from, int to) {}

    /** A piece of the pattern; only {@link Kind#ONE} has ranges. */
    private record Token(Kind kind, List<Range> ranges, boolean negated) {

        boolean takes(int c) {
            return ranges.stream().anyMatch(range -> c >= range.from() && c <= range.to()) != negated;
        }
    }

    private final List<Token> tokens;

    private IgnoreGlob(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a pattern.
     *
     * @param written the pattern as written, for problems
     * @param pattern its shortest form
     * @throws FileTreeException if it is none
     */
    static IgnoreGlob parse(String written, String pattern) throws FileTreeException {
        return new IgnoreGlob(new Parser(written, pattern).tokens());
    }

    boolean matches(String path) {
        boolean[] before = new boolean[tokens.size() + 1];
        boolean[] within = new boolean[tokens.size()];
        before[0] = true;
        passEmpty(before);
        for (int at = 0; at < path.length(); at += Character.charCount(path.codePointAt(at))) {
            before = next(path.codePointAt(at), before, within);
        }
        return before[tokens.size()];
    }

    /**
     * Goes one character on.
     *
     * @param before the tokens that may come next
     * @param within the {@link Kind#FOLDERS} that have begun; changed
     */
    private boolean[] next(int c, boolean[] before, boolean[] within) {
        boolean[] after = new boolean[before.length];
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case ONE -> after[i + 1] |= before[i] && token.takes(c);
                case WITHIN -> after[i] |= before[i] && c != '/';
                case ALL -> after[i] |= before[i];
                case FOLDERS -> {
                    within[i] |= before[i];
                    after[i + 1] |= within[i] && c == '/';
                }
            }
        }
        passEmpty(after);
        return after;
    }

    private void passEmpty(boolean[] before) {
        for (int i = 0; i < tokens.size(); i++) {
            before[i + 1] |= before[i] && tokens.get(i).kind() != Kind.ONE;
        }
    }

    /** Reads a pattern. Used once. */
    private static final class Parser {

        private static final Token ANY_BUT_SLASH = new Token(Kind.ONE, List.of(new Range('/', '/')), true);

        private final String written;
        private final String pattern;
        private final List<Token> tokens = new ArrayList<>();
        private int at;

        Parser(String written, String pattern) {
            this.written = written;
            this.pattern = pattern;
        }

        List<Token> tokens() throws FileTreeException {
            while (at < pattern.length()) {
                int c = next();
                switch (c) {
                    case '*' -> star();
                    case '?' -> tokens.add(ANY_BUT_SLASH);
                    case '[' -> characterClass();
                    case '\\' -> literal(afterBackslash());
                    default -> literal(c);
                }
            }
            return List.copyOf(tokens);
        }

        private void star() {
            if (!follows('*')) {
                any(Kind.WITHIN);
                return;
            }
            boolean first = at == 1;
            at++;
            boolean slash = follows('/');
            if (slash) {
                at++;
            }
            boolean all = at == pattern.length() || (first && !slash && isLiteral(pattern.substring(at)));
            any(all ? Kind.ALL : Kind.FOLDERS);
        }

        private void any(Kind kind) {
            tokens.add(new Token(kind, List.of(), false));
        }

        private static boolean isLiteral(String rest) {
            return rest.chars().noneMatch(c -> "*?[]\\".indexOf(c) >= 0);
        }

        private void characterClass() throws FileTreeException {
            boolean negated = follows('^');
            if (negated) {
                at++;
            }
            if (follows(']')) {
                throw bad("an empty character class");
            }
            List<Range> ranges = new ArrayList<>();
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
                ranges.add(new Range(from, to));
            }
            at++;
            tokens.add(new Token(Kind.ONE, List.copyOf(ranges), negated));
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
            tokens.add(new Token(Kind.ONE, List.of(new Range(c, c)), false));
        }

        private FileTreeException bad(String why) {
            return FileProblems.badPattern(written, why);
        }
    }
}
