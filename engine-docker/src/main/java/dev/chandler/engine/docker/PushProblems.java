package dev.chandler.engine.docker;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words what goes wrong with a push: what a registry says is passed on by the daemon as text alone. */
final class PushProblems {

    private static final Pattern LOGIN =
            Pattern.compile("unauthorized|no basic auth credentials|authentication required"
                    + "|incorrect username or password|\\b401\\b");
    private static final Pattern DENIED = Pattern.compile("denied|forbidden|\\b403\\b");
    private static final Pattern READ_ONLY = Pattern.compile("unsupported|\\b405\\b|read.?only|method not allowed");
    private static final Pattern CERTIFICATE = Pattern.compile("x509|certificate|tls:|gave http response to https");
    private static final Pattern UNREACHABLE =
            Pattern.compile("connection refused|no such host|timeout|no route to host|\\beof\\b|broken pipe"
                    + "|connection reset|network is unreachable|dial tcp");

    private PushProblems() {}

    static EngineException refused(ImageName image, String words) {
        Problem problem = Problem.of(code(words), "cannot push \"" + image.reference() + "\"")
                .because(words);
        return new EngineException(problem.remedy(remedy(code(words), image.registry())));
    }

    /** In this order: a certificate's problem names the address that it was dialled by, too. */
    private static String code(String words) {
        String small = words.toLowerCase(Locale.ROOT);
        if (CERTIFICATE.matcher(small).find()) {
            return "CH-OUTPUT-012";
        }
        if (UNREACHABLE.matcher(small).find()) {
            return "CH-OUTPUT-013";
        }
        if (READ_ONLY.matcher(small).find()) {
            return "CH-OUTPUT-011";
        }
        if (LOGIN.matcher(small).find() || DENIED.matcher(small).find()) {
            return "CH-OUTPUT-010";
        }
        return "CH-OUTPUT-014";
    }

    private static String remedy(String code, String registry) {
        return switch (code) {
            case "CH-OUTPUT-010" ->
                "log in with \"docker login " + registry + "\" as somebody who may push there, or check the name";
            case "CH-OUTPUT-011" ->
                "the registry takes nothing at present, or never: ask whoever runs it, or push to another";
            case "CH-OUTPUT-012" ->
                "put the certificate of the registry's authority on the daemon's machine, as" + " /etc/docker/certs.d/"
                        + registry + "/ca.crt";
            case "CH-OUTPUT-013" ->
                "see that the daemon's machine reaches the registry; a new build pushes only what is missing";
            default -> "what it says is the registry's or the daemon's own; their logs may say more";
        };
    }

    static EngineException moved(ImageName image) {
        return new EngineException(Problem.of("CH-OUTPUT-014", "cannot push \"" + image.reference() + "\"")
                .because("the name points at another image by now: somebody has moved it since it was published")
                .remedy("build again"));
    }
}
