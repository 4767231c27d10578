package dev.chandler.provisioner.consultemplate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables that consul-template reads for itself, and of which it tells templates its own mind: that of {@code CONSUL_HTTP_ADDR}
 * is where our relay is, another place in each run.
 *
 * <p>Both are given another name here, of the same length: the variable of the step, and the word in a template that asks for it.
 */
final class OwnVariables {

    private static final String NAME = "(?:CONSUL|VAULT|NOMAD|CT)_\\w+|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy";
    private static final Pattern WHOLE = Pattern.compile(NAME);
    private static final Pattern QUOTED = Pattern.compile("([\"`])(?:" + NAME + ")\\1");

    /** What an action is made of; of strings the quotes belong to them. */
    private static final Pattern TOKEN =
            Pattern.compile("\\s+|\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\])*'|[\\w.$]+|.", Pattern.DOTALL);

    private static final Pattern COMMENT = Pattern.compile("(?:-\\s+)?/\\*");
    private static final Set<String> READERS = Set.of("env", "mustEnv", "envOrDefault");
    private static final Pattern PIPED = Pattern.compile("\\s*\\|\\s*(?:env|mustEnv)\\b");
    private static final Pattern RENAMED =
            Pattern.compile("(?<!\\w)_(?=(ONSUL|AULT|OMAD|T)_\\w|(TTP|ttp|O|o)[Ss]?_(?:PROXY|proxy))");
    private static final Map<String, String> FIRST =
            Map.of("ONSUL", "C", "AULT", "V", "OMAD", "N", "T", "C", "TTP", "H", "ttp", "h", "O", "N", "o", "n");

    private OwnVariables() {}

    /** What the program gets in place of a step's variables. */
    static Map<String, String> environment(Map<String, String> env) {
        Map<String, String> renamed = new LinkedHashMap<>();
        env.forEach(
                (name, value) -> renamed.put(WHOLE.matcher(name).matches() ? "_" + name.substring(1) : name, value));
        return renamed;
    }

    /** What the program gets in place of a template. */
    static byte[] template(byte[] template, TemplateSettings.Delimiters delimiters) {
        // Of the bytes, one by one: all that is looked for is ASCII, but for delimiters.
        String text = new String(template, StandardCharsets.ISO_8859_1);
        String left = latin(delimiters.left());
        String right = latin(delimiters.right());
        StringBuilder renamed = new StringBuilder(text);
        int at = text.indexOf(left);
        while (at >= 0) {
            at = text.indexOf(left, action(text, at + left.length(), right, renamed));
        }
        return renamed.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Goes through an action, and says where it ends. */
    private static int action(String text, int from, String right, StringBuilder renamed) {
        Matcher comment = COMMENT.matcher(text).region(from, text.length());
        int end = comment.lookingAt() ? text.indexOf("*/", comment.end()) : -1;
        if (end >= 0) {
            return end;
        }
        Matcher token = TOKEN.matcher(text);
        String before = "";
        for (int at = from; at < text.length() && !text.startsWith(right, at); at = token.end()) {
            token.region(at, text.length()).lookingAt();
            String word = token.group();
            if (QUOTED.matcher(word).matches() && (READERS.contains(before) || isPiped(text, token.end()))) {
                renamed.setCharAt(token.start() + 1, '_');
            }
            before = word.isBlank() ? before : word;
            end = token.end();
        }
        return Math.max(from, end);
    }

    private static boolean isPiped(String text, int from) {
        return PIPED.matcher(text).region(from, text.length()).lookingAt();
    }

    /** An error of the program, with the names that people know. */
    static String inWords(String error) {
        return RENAMED.matcher(error)
                .replaceAll(each -> FIRST.get(each.group(1) == null ? each.group(2) : each.group(1)));
    }
}
