package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a daemon and its client do not trust each other: by HTTPS each is known by a certificate. */
final class LxdTrust {

    private static final String CLIENT_CERTIFICATE = "client.crt";
    private static final String CLIENT_KEY = "client.key";

    private LxdTrust() {}

    /** The daemon answers, and says that it does not trust this client. */
    static EngineException untrusted(Endpoint endpoint, Optional<TlsFiles> tls, String said) {
        if (tls.isEmpty()) {
            return LxdProblems.untrusted(endpoint, "it says of this client: " + said, "ask who runs it");
        }
        Optional<Path> certificate = tls.get().certificate();
        if (certificate.isEmpty() || tls.get().key().isEmpty()) {
            String missing = certificate.isEmpty() ? CLIENT_CERTIFICATE : CLIENT_KEY;
            return LxdProblems.untrusted(
                    endpoint,
                    "it was shown no certificate: there is no " + missing + " in the lxc client's folder",
                    "name the folder that has " + CLIENT_CERTIFICATE + " and " + CLIENT_KEY + " with "
                            + ClientFolders.VARIABLE);
        }
        return unknown(endpoint, tls.get(), certificate.get());
    }

    private static EngineException unknown(Endpoint endpoint, TlsFiles tls, Path file) {
        String add = "lxc config trust add " + file;
        Optional<String> invalid = validity(tls);
        return invalid.isPresent()
                ? LxdProblems.untrusted(
                        endpoint,
                        "the certificate in " + file + " " + invalid.get(),
                        "have another one made in its place, and have it added there: " + add)
                : LxdProblems.untrusted(
                        endpoint,
                        "it does not know the certificate in " + file,
                        "have it added there: " + add + "; or name the folder of one that it knows with "
                                + ClientFolders.VARIABLE);
    }

    private static Optional<String> validity(TlsFiles tls) {
        try {
            Optional<X509Certificate> certificate = tls.clientCertificate();
            Instant now = Instant.now();
            return certificate.flatMap(found -> {
                Instant begin = found.getNotBefore().toInstant();
                Instant end = found.getNotAfter().toInstant();
                if (now.isAfter(end)) {
                    return Optional.of("has expired, on " + end);
                }
                return now.isBefore(begin) ? Optional.of("is not valid before " + begin) : Optional.empty();
            });
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why the daemon's own certificate was refused; empty if the failure is another one. */
    static Optional<EngineException> refused(Endpoint endpoint, Optional<TlsFiles> tls, IOException failure) {
        if (!(failure instanceof SSLException)) {
            return Optional.empty();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Optional.of(LxdProblems.untrustedServer(
                        endpoint,
                        "its certificate is not valid now: " + cause.getMessage(),
                        "have LXD make another one: remove server.crt and server.key from its folder and restart it",
                        failure));
            }
            if (cause instanceof CertificateException) {
                return Optional.of(otherServer(endpoint, tls.flatMap(TlsFiles::authority), failure));
            }
        }
        return Optional.empty();
    }

    private static EngineException otherServer(Endpoint endpoint, Optional<Path> pinned, IOException failure) {
        String compare =
                "compare it with what \"lxc info\" there shows as certificate; where it is LXD's, put it into ";
        return pinned.isPresent()
                ? LxdProblems.untrustedServer(
                        endpoint,
                        "its certificate is not the one in " + pinned.get(),
                        compare + "that file; else somebody stands in between",
                        failure)
                : LxdProblems.untrustedServer(
                        endpoint,
                        "nobody whom Java trusts has signed its certificate, and there is no server.crt to know it by",
                        compare + "the file server.crt of the folder that " + ClientFolders.VARIABLE + " names",
                        failure);
    }
}
