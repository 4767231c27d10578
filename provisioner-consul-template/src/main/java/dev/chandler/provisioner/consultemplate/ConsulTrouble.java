package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says what it means that Consul gave no answer that can be used. */
final class ConsulTrouble {

    /** What a server says in TLS that does not take the client for who it should be. */
    private static final Pattern WANTS_CERTIFICATE =
            Pattern.compile("certificate_required|bad_certificate|unknown_ca|certificate_unknown|access_denied");

    private ConsulTrouble() {}

    /** The token may not read it. */
    static EngineException denied(ConsulRequest request, String why) {
        return denied(request, why, "use a token whose policy allows it: CONSUL_HTTP_TOKEN, or token: of the step");
    }

    /** The token is none, or none any more. */
    static EngineException unknownToken(ConsulRequest request, ConsulAnswer answer) {
        return denied(
                request,
                "it does not know the token, or not any more: " + answer.words(),
                "look whether it has expired; make one that lives as long as the build:"
                        + " CONSUL_HTTP_TOKEN, or token: of the step");
    }

    private static EngineException denied(ConsulRequest request, String why, String remedy) {
        return new EngineException(
                Problem.of("CH-CONSUL-010", "Consul does not let us read " + RequestNames.of(request))
                        .because(request.target() + ": " + why)
                        .remedy(remedy));
    }

    static EngineException strange(String address, ConsulRequest request, ConsulAnswer answer) {
        return new EngineException(Problem.of(
                        "CH-CONSUL-011",
                        "what answers at " + shown(address) + " is not Consul, or does not understand us")
                .because(request.target() + ": " + answer.words())
                .remedy("check CONSUL_HTTP_ADDR, or consul: of the step"));
    }

    static EngineException unreachable(String address, Exception e) {
        return new EngineException(
                Problem.of("CH-CONSUL-009", "cannot reach Consul at " + shown(address))
                        .because(why(e))
                        .remedy(remedy(e)),
                e);
    }

    private static String why(Exception e) {
        if (e instanceof UnknownHostException) {
            return "unknown host: " + e.getMessage();
        }
        if (e instanceof SocketTimeoutException) {
            return "it does not answer: " + e.getMessage();
        }
        if (wantsCertificate(e)) {
            return "it does not take us without a certificate that it trusts: " + e.getMessage();
        }
        return (e instanceof SSLException ? "its certificate is not trusted: " : "") + e.getMessage();
    }

    private static String remedy(Exception e) {
        if (wantsCertificate(e)) {
            return "name the client's certificate and key: CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY,"
                    + " or cert: and key: of consul:";
        }
        return e instanceof SSLException
                ? "name the certificate of whoever signed it: CONSUL_CACERT, or ca: of consul:"
                : "start it, or say where it is: CONSUL_HTTP_ADDR, or consul: of the step;"
                        + " values: of the step does without it";
    }

    private static boolean wantsCertificate(Exception e) {
        return e instanceof SSLException
                && String.valueOf(e.getMessage()).startsWith("Received fatal alert: ")
                && WANTS_CERTIFICATE.matcher(e.getMessage()).find();
    }

    /** What stands before an @ is nobody's business. */
    private static String shown(String address) {
        return address.replaceAll("//[^/@]*@", "//");
    }

    /**
     * What answers again and again that it cannot.
     *
     * @param request what it was asked
     * @param answer what it said last
     */
    static EngineException failing(ConsulRequest request, ConsulAnswer answer) {
        return new EngineException(Problem.of("CH-CONSUL-011", "Consul does not answer for " + RequestNames.of(request))
                .because(request.target() + ": " + answer.words())
                .remedy("look at its log; with a name of a datacenter, whether that is right"));
    }
}
