package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;

/** Reads the characters and scalars of HCL 1 and JSON, and knows where it is. Not thread-safe. */
final class HclScanner {

    private static final int END = -1;

    private final String text;
    private final String file;
    private int at;

    HclScanner(String text, String file) {
        this.text = text;
        this.file = file;
    }

    boolean ended() {
        return at >= text.length();
    }

    int peek() {
        return ended() ? END : text.charAt(at);
    }

    boolean starts(String word) {
        return text.startsWith(word, at);
    }

    boolean accept(String word) {
        if (!starts(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    Location here() {
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        int line = (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new Location(file, line, text.codePointCount(lineStart, Math.min(at, text.length())) + 1);
    }

    ManifestException wrong(String why) {
        return wrong(here(), why);
    }

    ManifestException wrong(Location place, String why) {
        return new ManifestException(Problem.of("CH-CONSUL-002", "\"" + file + "\" cannot be read")
                .at(place)
                .because(why)
                .remedy("consul-template's configuration is HCL 1 or JSON"));
    }

    /** Goes over white space and comments. */
    void skip() {
        while (!ended()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
                at++;
            } else if (starts("#") || starts("//")) {
                at = lineEnd();
            } else if (starts("/*")) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw wrong("this comment does not end");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** A name, a number, true or false. */
    String word() {
        int start = at;
        while (!ended() && (Character.isLetterOrDigit(text.charAt(at)) || "_-.+".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw wrong(ended() ? "it ends too early" : "nothing can begin with \"" + text.charAt(at) + "\" here");
        }
        return text.substring(start, at);
    }

    /** Text in quotes; what is in ${…} keeps its quotes, as HCL has it. */
    String quoted() {
        Location start = here();
        StringBuilder value = new StringBuilder();
        at++;
        int depth = 0;
        while (true) {
            if (ended() || (depth == 0 && peek() == '\n')) {
                throw wrong(start, "this quote is not closed");
            }
            char c = text.charAt(at++);
            if (depth == 0 && c == '"') {
                return value.toString();
            } else if (depth == 0 && c == '$' && peek() == '{') {
                depth = 1;
                at++;
                value.append("${");
            } else if (depth == 0 && c == '\\') {
                escape(value);
            } else {
                depth += depth == 0 ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
                value.append(c);
            }
        }
    }

    private void escape(StringBuilder value) {
        char c = ended() ? '"' : text.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'v' -> value.append('\u000B');
            case '"', '\\', '/' -> value.append(c);
            case 'x' -> value.appendCodePoint(code(2));
            case 'u' -> value.append((char) code(4));
            case 'U' -> value.appendCodePoint(code(8));
            default -> throw wrong("\"\\" + c + "\" means nothing");
        }
    }

    private int code(int digits) {
        try {
            int code = Integer.parseInt(text.substring(at, at + digits), 16);
            if (!Character.isValidCodePoint(code)) {
                throw wrong("there is no such character");
            }
            at += digits;
            return code;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw wrong(digits + " hexadecimal digits are wanted here");
        }
    }

    /** Lines up to a marker; with {@code <<-} the marker's indentation is taken off all of them, if all have it. */
    String heredoc() {
        Location start = here();
        at += 2;
        boolean indented = accept("-");
        String marker = word();
        at = lineEnd() + 1;
        StringBuilder value = new StringBuilder();
        while (!ended()) {
            String line = text.substring(at, lineEnd());
            at = Math.min(text.length(), lineEnd() + 1);
            String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (bare.strip().equals(marker) && (indented || bare.equals(marker))) {
                String indent = bare.substring(0, bare.indexOf(marker));
                return indented ? withoutIndent(value.toString(), indent) : value.toString();
            }
            value.append(line).append('\n');
        }
        throw wrong(start, "no line is \"" + marker + "\"");
    }

    private static String withoutIndent(String lines, String indent) {
        boolean all = lines.lines().allMatch(line -> line.startsWith(indent));
        StringBuilder value = new StringBuilder();
        lines.lines()
                .forEach(line -> value.append(all ? line.substring(indent.length()) : line)
                        .append('\n'));
        return value.toString();
    }
}
