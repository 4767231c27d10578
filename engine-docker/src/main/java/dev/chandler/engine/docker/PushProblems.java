package dev.chandler.engine.docker;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.lib.registry.PushRefusal;
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
        return why(words).of(image.reference(), image.registry(), "the daemon's machine", words);
    }

    /** In this order: a certificate's problem names the address that it was dialled by, too. */
    private static PushRefusal why(String words) {
        String small = words.toLowerCase(Locale.ROOT);
        if (CERTIFICATE.matcher(small).find()) {
            return PushRefusal.CERTIFICATE;
        }
        if (UNREACHABLE.matcher(small).find()) {
            return PushRefusal.UNREACHABLE;
        }
        if (READ_ONLY.matcher(small).find()) {
            return PushRefusal.READ_ONLY;
        }
        boolean login = LOGIN.matcher(small).find() || DENIED.matcher(small).find();
        return login ? PushRefusal.LOGIN : PushRefusal.OTHER;
    }

    static EngineException moved(ImageName image) {
        return new EngineException(Problem.of("CH-OUTPUT-014", "cannot push \"" + image.reference() + "\"")
                .because("the name points at another image by now: somebody has moved it since it was published")
                .remedy("build again"));
    }
}
