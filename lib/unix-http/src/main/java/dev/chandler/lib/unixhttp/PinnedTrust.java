package dev.chandler.lib.unixhttp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.X509TrustManager;

/**
 * Takes one certificate alone, known by its digest.
 *
 * @param sha256 the SHA-256 of the certificate, in hexadecimal, in small letters
 */
record PinnedTrust(String sha256) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a server's certificate is no client's");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        String found = sha256(chain[0]);
        if (!found.equals(sha256)) {
            throw new CertificateException("the server's certificate is " + found + ", and not " + sha256);
        }
        chain[0].checkValidity();
    }

    private static String sha256(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("cannot take the digest of a certificate", e);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
