package dev.chandler.core.manifest.template;

import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FreeMarker's messages without what only its own developers need. */
final class FreeMarkerWords {

    private static final Pattern KEEP = Pattern.compile(TemplateRewriter.KEEP + "\\(\\d+,\\s*");
    private static final Pattern CLASS_NAMES = Pattern.compile(
            "\\s*\\((?:[\\w$.]*(?:wrapped into |wrapper: )?(?:f\\.[a-z]\\.|freemarker\\.|dev\\.chandler\\.|d\\.c\\.)[^()]*|[\\w$.]+ wrapped into [^()]*)\\)");
    private static final Pattern PRIVATE_USE = Pattern.compile("[\\uE000-\\uF8FF]{7}");

    private static final String BEGIN = "---begin-message---";
    private static final Pattern LOW_LEVEL =
            Pattern.compile("^No error description was specified for this error; low-level message: [\\w.$]+: ");
    private static final Pattern UNEXPECTED = Pattern.compile("^Encountered \"(.*?)\", but was expecting");
    private static final Pattern HELP =
            Pattern.compile("Help \\(latest version\\):|\\bHelp: http|The alphabetical list");
    private static final Pattern TRAILER = Pattern.compile("(\\s*The blamed expression)?:?\\s*$");

    private FreeMarkerWords() {}

    /** Why rendering failed, in one or two lines. */
    static String reason(TemplateException error) {
        String message = error.getMessageWithoutStackTop();
        return clean(message == null ? error.getClass().getSimpleName() : message);
    }

    /** Why a template cannot be read, in one line. */
    static String reason(ParseException error) {
        String message = error.getEditorMessage();
        String cleaned = clean(message == null ? "it cannot be parsed" : message);
        Matcher unexpected = UNEXPECTED.matcher(cleaned);
        if (unexpected.find()) {
            return unexpected.group(1).equals(")")
                    ? "the expression is not complete"
                    : "unexpected \"" + unexpected.group(1) + '"';
        }
        Matcher help = HELP.matcher(cleaned);
        return help.find() ? cleaned.substring(0, help.start()).strip() : cleaned;
    }

    /** An expression without our marks and our function. */
    static String plain(String expression) {
        return PRIVATE_USE
                .matcher(KEEP.matcher(expression).replaceAll(""))
                .replaceAll("…")
                .strip();
    }

    /** The message of a template within the template, from ?eval or ?interpret. */
    private static String innermost(String message) {
        int begin = message.lastIndexOf(BEGIN);
        if (begin < 0) {
            return message;
        }
        int end = message.indexOf("---end-message---", begin);
        return message.substring(begin + BEGIN.length(), end < 0 ? message.length() : end)
                .strip();
    }

    private static String clean(String message) {
        String inner = LOW_LEVEL.matcher(innermost(message)).replaceFirst("");
        int tips = inner.indexOf("\n----");
        String first = tips < 0 ? inner : inner.substring(0, tips);
        StringBuilder lines = new StringBuilder();
        for (String line : first.split("\n", -1)) {
            boolean stack = line.startsWith("==>") || line.startsWith("\t");
            if (!line.isBlank() && !stack) {
                lines.append(lines.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        String text = lines.toString().replace("\"${...}\"", "[=…]").replace("${...}", "[=…]");
        String withoutClasses = CLASS_NAMES.matcher(text).replaceAll("");
        return plain(TRAILER.matcher(withoutClasses).replaceFirst(""));
    }
}
