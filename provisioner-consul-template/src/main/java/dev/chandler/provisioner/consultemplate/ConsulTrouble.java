package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what it means that Consul gave no answer that can be used. */
final class ConsulTrouble {

    /** What a server says in TLS that does not take the client for who it should be. */
    private static final Pattern WANTS_CERTIFICATE =
            Pattern.compile("^Received fatal alert: (certificate_|bad_certificate|unknown_ca|access_denied)");

    private static final Pattern HUNG_UP = Pattern.compile("(?i)reset|broken pipe|unexpected end of stream");

    private static final String CLIENT =
            "name the client's certificate and key: --consul-client-cert and --consul-client-key, CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY, or cert: and key: of consul:";
    private static final String SERVER =
            "name the certificate of whoever signed it: --consul-ca-cert, CONSUL_CACERT, or ca: of consul:";
    private static final String START =
            "start it, or say where it is: --consul-addr, CONSUL_HTTP_ADDR, or consul: of the step;"
                    + " values: of the step does without it";

    private static final String NAME =
            "say which name its certificate has: --consul-tls-server-name, or CONSUL_TLS_SERVER_NAME";

    private ConsulTrouble() {}

    /** The token may not read it. */
    static EngineException denied(ConsulRequest request, String why) {
        return denied(
                request,
                why,
                "use a token whose policy allows it: --consul-token-file, CONSUL_HTTP_TOKEN, or token: of the step");
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
                .remedy("check --consul-addr, CONSUL_HTTP_ADDR, or consul: of the step"));
    }

    /**
     * Nothing came of asking it.
     *
     * @param anonymous whether it is asked by TLS without a certificate of the client
     */
    static EngineException unreachable(String address, boolean anonymous, Exception e) {
        String said = String.valueOf(e.getMessage());
        if (wantsCertificate(anonymous, e)) {
            return unreachable(
                    address, "it hangs up, as one does that wants a certificate of the client: " + said, CLIENT, e);
        }
        if (e instanceof SSLPeerUnverifiedException) {
            return unreachable(address, said, NAME, e);
        }
        if (e instanceof SSLException) {
            return unreachable(address, "its certificate is not trusted: " + said, SERVER, e);
        }
        if (e instanceof UnknownHostException) {
            return unreachable(address, "unknown host: " + said, START, e);
        }
        return unreachable(
                address, (e instanceof SocketTimeoutException ? "it does not answer: " : "") + said, START, e);
    }

    private static EngineException unreachable(String address, String why, String remedy, Exception e) {
        return new EngineException(
                Problem.of("CH-CONSUL-009", "cannot reach Consul at " + shown(address))
                        .because(why)
                        .remedy(remedy),
                e);
    }

    /** It says so after the handshake, when we may be writing already: then all that is seen may be that it hangs up. */
    private static boolean wantsCertificate(boolean anonymous, Exception e) {
        String said = String.valueOf(e.getMessage());
        return WANTS_CERTIFICATE.matcher(said).find()
                || (anonymous
                        && (e.getCause() instanceof SocketException
                                || HUNG_UP.matcher(said).find()));
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
