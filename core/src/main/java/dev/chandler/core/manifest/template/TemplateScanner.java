package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a template into text, interpolations and tags, as FreeMarker will.
 *
 * <p>Where the two should disagree, nothing comes of it but a worse message: what FreeMarker writes is judged by its
 * marks. Used once.
 */
final class TemplateScanner {

    private final SourceText source;
    private final String text;
    private final Consumer<Problem> problems;
    private final List<TemplateToken> tokens = new ArrayList<>();
    private int position;
    private int textStart;

    TemplateScanner(SourceText source, Consumer<Problem> problems) {
        this.source = source;
        this.text = source.text();
        this.problems = problems;
    }

    /** Whether FreeMarker would find anything to do in a text. */
    static boolean isTemplate(String text) {
        for (int i = text.indexOf('['); i >= 0; i = text.indexOf('[', i + 1)) {
            if (startsTag(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what stands at an offset is the beginning of a tag or an interpolation. */
    static boolean startsTag(String text, int offset) {
        if (text.startsWith("[#--", offset)) {
            return true;
        }
        // A directive has a name; a call may have any expression.
        int name = text.startsWith("[/#", offset) ? offset + 3 : offset + 2;
        if (text.startsWith("#", name - 1)) {
            return name < text.length() && isNameStart(text.charAt(name));
        }
        return text.startsWith("[=", offset) || text.startsWith("[@", offset) || text.startsWith("[/@", offset);
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    /** All tokens in order; those up to the first that never ends, where there is such a one. */
    List<TemplateToken> scan() {
        while (position < text.length()) {
            if (text.charAt(position) != '[' || !startsTag(text, position)) {
                position++;
            } else if (!tag()) {
                return tokens;
            }
        }
        flushText(position);
        return tokens;
    }

    private boolean tag() {
        int start = position;
        flushText(start);
        if (text.startsWith("[#--", start)) {
            return close(TemplateToken.Kind.COMMENT, "", start, endOfComment(start), "comment");
        }
        TemplateToken.Kind kind = kindAt(start);
        String name = kind == TemplateToken.Kind.OPEN || kind == TemplateToken.Kind.CLOSE ? nameAt(start) : "";
        int end = endOfTag(start + 2);
        String what = kind == TemplateToken.Kind.INTERPOLATION ? "interpolation" : "tag";
        if (!close(kind, name, start, end, what)) {
            return false;
        }
        if (name.equals("noparse") && kind == TemplateToken.Kind.OPEN) {
            return skipUnparsed();
        }
        return true;
    }

    private TemplateToken.Kind kindAt(int start) {
        char second = text.charAt(start + 1);
        if (second == '/') {
            return text.charAt(start + 2) == '#' ? TemplateToken.Kind.CLOSE : TemplateToken.Kind.CALL_CLOSE;
        }
        return switch (second) {
            case '=' -> TemplateToken.Kind.INTERPOLATION;
            case '#' -> TemplateToken.Kind.OPEN;
            default -> TemplateToken.Kind.CALL;
        };
    }

    private String nameAt(int start) {
        int from = text.charAt(start + 1) == '/' ? start + 3 : start + 2;
        int to = from;
        while (to < text.length() && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    private boolean close(TemplateToken.Kind kind, String name, int start, int end, String what) {
        if (end < 0) {
            problems.accept(TemplateProblems.unclosed(what, source.at(start)));
            return false;
        }
        tokens.add(new TemplateToken(kind, start, end, name));
        position = end;
        textStart = end;
        return true;
    }

    private boolean skipUnparsed() {
        int end = text.indexOf("[/#noparse", position);
        if (end < 0) {
            return true; // The tag that is never closed is found where tags are paired.
        }
        position = end;
        return true;
    }

    private int endOfComment(int start) {
        int end = text.indexOf("--]", start + 4);
        return end < 0 ? -1 : end + 3;
    }

    /** The offset behind the bracket that closes a tag, or -1. */
    private int endOfTag(int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ']') {
                if (depth-- == 0) {
                    return i + 1;
                }
            } else if (c == '"' || c == '\'') {
                i = endOfString(i, i > 0 && text.charAt(i - 1) == 'r' && !isWord(i - 2));
                if (i < 0) {
                    return -1;
                }
                continue;
            } else if (text.startsWith("[#--", i)) {
                i = endOfComment(i);
                if (i < 0) {
                    return -1;
                }
                continue;
            } else if (c == '[') {
                depth++;
            }
            i++;
        }
        return -1;
    }

    private boolean isWord(int offset) {
        return offset >= 0 && Character.isJavaIdentifierPart(text.charAt(offset));
    }

    private int endOfString(int start, boolean raw) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && !raw) {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return -1;
    }

    private void flushText(int end) {
        if (end > textStart) {
            tokens.add(new TemplateToken(TemplateToken.Kind.TEXT, textStart, end, ""));
        }
        textStart = end;
    }
}
