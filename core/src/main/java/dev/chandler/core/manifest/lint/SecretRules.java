package dev.chandler.core.manifest.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names and values of secrets look like. */
final class SecretRules {

    /**
     * Something with a form of its own.
     *
     * @param what in words
     * @param form what is found within a value
     */
    private record Shape(String what, Pattern form) {

        Shape(String what, String form) {
            this(what, Pattern.compile(form));
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape("a private key", "-----BEGIN [A-Z ]{0,20}PRIVATE KEY( BLOCK)?-----"),
            new Shape("an access key of AWS", "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
            new Shape("a token of GitHub", "\\b(gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{40,})"),
            new Shape("a token of GitLab", "\\bglpat-[0-9A-Za-z_-]{20,}"),
            new Shape("a token of Slack", "\\bxox[abeprs]-[0-9A-Za-z-]{10,}"),
            new Shape("a token of npm", "\\bnpm_[0-9A-Za-z]{36}\\b"),
            new Shape("a token of PyPI", "\\bpypi-AgEI[0-9A-Za-z_-]{50,}"),
            new Shape("an API key of Google", "\\bAIza[0-9A-Za-z_-]{35}"),
            new Shape("a key of Stripe", "\\b[rs]k_live_[0-9A-Za-z]{20,}"),
            new Shape("a JSON Web Token", "\\beyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}"),
            new Shape("a password in a URL", "\\b[a-z][a-z0-9+.-]{0,30}://[^\\s/:@$]{1,200}:[^\\s/:@${<*]{3,200}@"));

    /** By their last word: what follows it, as in PASSWORD_FILE, says that it is something about a secret. */
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credentials?|(api|access|private|secret)[_.-]?key"
                    + "|secret[_.-]key[_.-]base)|.+[_.-](pwd|pass)");

    /** A path, a reference to something else, a switch, a place for something else. */
    private static final Pattern NO_VALUE =
            Pattern.compile("(?is)\\s*|[/~.].*|.*\\$[({A-Za-z_].*|[a-z][a-z0-9+.-]*://.*|file:.*|<.*>|\\*+"
                    + "|true|false|yes|no|on|off|none|null|\\d{1,3}");

    private SecretRules() {}

    /** What a value has the form of. */
    static Optional<String> shape(String value) {
        return SHAPES.stream()
                .filter(shape -> shape.form().matcher(value).find())
                .map(Shape::what)
                .findFirst();
    }

    /** Whether a value under such a name would be a secret. */
    static boolean looksSecret(String name, String value) {
        return NAME.matcher(name).matches() && !NO_VALUE.matcher(value).matches();
    }
}
