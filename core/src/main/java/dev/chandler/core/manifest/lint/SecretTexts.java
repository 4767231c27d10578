package dev.chandler.core.manifest.lint;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a text of any kind, such as a configuration file, has something in it that looks like a secret.
 *
 * <p>For what is withheld, not for what is warned of: one too many costs nobody more than a few lines that are not shown. All
 * patterns are bounded, for any text comes here.
 */
public final class SecretTexts {

    private static final String WORD = "[A-Za-z][\\w.-]{0,60}";
    private static final String NAME = "(" + WORD + ")";
    private static final String VALUE = "[\"']?([^\\s\"',;]{0,200})";
    private static final String SET = "[\"']?[ \\t]{0,20}(?:=>|[:=])[ \\t]{0,20}";

    /**
     * A way of writing a name and its value: the first two groups.
     *
     * @param form what is found within a text
     * @param holds whether it is one that counts, of a name and a value that look like a secret
     */
    private record Form(Pattern form, BiPredicate<String, MatchResult> holds) {

        Form(String form) {
            this(Pattern.compile(form), (text, found) -> true);
        }

        /** The value of one may be the next one's name and value. */
        boolean findsIn(String text) {
            Matcher matcher = form.matcher(text);
            int from = 0;
            while (from <= text.length() && matcher.find(from)) {
                if (SecretRules.looksSecret(matcher.group(1), matcher.group(2)) && holds.test(text, matcher)) {
                    return true;
                }
                from = Math.max(matcher.start(2), matcher.start() + 1);
            }
            return false;
        }
    }

    private static final List<Form> FORMS = List.of(
            // As most formats have it: a name, what stands between, a value.
            new Form(NAME + SET + VALUE),
            // An element of XML, also one that has its name as an attribute.
            new Form("<(?:[\\w.-]{1,60}:)?" + NAME + "(?:\\s[^<>]{0,200})?>\\s{0,40}([^<\\s][^<]{0,200})"),
            new Form("\\b(?:name|key|id)=[\"']" + NAME + "[\"'][^<>]{0,200}>\\s{0,40}([^<\\s][^<]{0,200})"),
            // An entry of a list of names and values.
            new Form("\\b(?:name|key)" + SET + "[\"']?" + NAME + "[\"']?[\\s,]{1,80}[\"']?value" + SET + VALUE),
            // An option, and a line, of two words; in a Dockerfile of three.
            new Form("(?<![\\w-])(--?" + WORD + ")[ \\t]{1,20}" + VALUE),
            new Form("(?im)^[ \\t]{0,80}(?:(?:env|arg|set|setenv)[ \\t]{1,20})?" + NAME + "[ \\t]{1,20}" + VALUE
                    + "[\"']?;?[ \\t\\r]{0,20}$"),
            // netrc.
            new Form("\\blogin\\s{1,40}\\S{1,200}\\s{1,40}" + NAME + "\\s{1,40}" + VALUE),
            // Two words within others: what is no prose.
            new Form(
                    Pattern.compile("(?<![\\w.-])" + NAME + "[ \\t]{1,20}" + VALUE),
                    (text, found) -> isNoWord(text, found.start(2), found.group(2))));

    private SecretTexts() {}

    /**
     * Looks through a text.
     *
     * @param text the text
     * @return whether something in it looks like a secret
     */
    public static boolean findsIn(String text) {
        return SecretRules.shape(text).isPresent() || FORMS.stream().anyMatch(form -> form.findsIn(text));
    }

    /**
     * Looks at a setting: at its value under its name, at each word of it, and at all that the value says by itself.
     *
     * @param name its name
     * @param value its value, of a list all items with blanks between them
     * @return whether something in it looks like a secret
     */
    public static boolean findsIn(String name, String value) {
        return SecretRules.looksSecret(name, value)
                || Pattern.compile("\\s+").splitAsStream(value).anyMatch(word -> SecretRules.looksSecret(name, word))
                || findsIn(value);
    }

    private static boolean isNoWord(String text, int start, String value) {
        return "\"'".indexOf(text.charAt(start - 1)) >= 0 || value.chars().anyMatch(Character::isDigit);
    }
}
