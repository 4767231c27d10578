package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who a server has to be, and who the client is, in PEM files.
 *
 * @param authority the certificates that the server's has to be signed by; empty for those of the JDK
 * @param certificate the client's certificate and those that signed it; empty for none
 * @param key the client's key, not encrypted: PKCS #8, or PKCS #1 or SEC 1 as OpenSSL writes them
 * @param verify false if any certificate of the server will do
 */
public record TlsFiles(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key, boolean verify) {

    private static final char[] NO_PASSWORD = new char[0];

    /**
     * Those of the usual names in a folder: {@code ca.pem}, {@code cert.pem} and {@code key.pem}, of which any may be
     * missing.
     *
     * @param folder the folder
     * @param verify false if any certificate of the server will do
     * @return what is there
     */
    public static TlsFiles in(Path folder, boolean verify) {
        return new TlsFiles(there(folder, "ca.pem"), there(folder, "cert.pem"), there(folder, "key.pem"), verify);
    }

    /**
     * No files: any server that the JDK trusts, and a client without a certificate.
     *
     * @param verify false if any certificate of the server will do
     * @return nothing but that
     */
    public static TlsFiles none(boolean verify) {
        return new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), verify);
    }

    private static Optional<Path> there(Path folder, String name) {
        return Optional.of(folder.resolve(name)).filter(Files::exists);
    }

    /**
     * The client's certificate.
     *
     * @return the first in its file; empty where there is none
     * @throws IOException if it cannot be read; the message names the file
     */
    public Optional<X509Certificate> clientCertificate() throws IOException {
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(PemFile.certificates(certificate.get()).get(0));
    }

    X509TrustManager trust() throws IOException {
        return verify ? trusting() : new TrustAny();
    }

    private X509TrustManager trusting() throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authority.isPresent() ? authorities(authority.get()) : null);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "cannot use the certificates in "
                            + authority.map(Path::toString).orElse("the JDK"),
                    e);
        }
    }

    private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate certificate : PemFile.certificates(file)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }

    SSLContext context(X509TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(), new X509TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the certificate and key of the client: " + e.getMessage(), e);
        }
    }

    private KeyManager[] identity() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty() || key.isEmpty()) {
            return new KeyManager[0];
        }
        PrivateKey secret = PemFile.key(key.get());
        List<X509Certificate> chain = PemFile.certificates(certificate.get());
        if (!belongTogether(secret, chain.get(0))) {
            throw new IOException(
                    "the key in " + key.get() + " is not that of the certificate in " + certificate.get());
        }
        KeyStore store = empty();
        store.setKeyEntry("client", secret, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Servers say no more of it than that something is wrong. */
    private static boolean belongTogether(PrivateKey secret, X509Certificate certificate)
            throws GeneralSecurityException {
        byte[] probe = certificate.getEncoded();
        Signature signature = Signature.getInstance(algorithm(secret));
        signature.initSign(secret);
        signature.update(probe);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            // Of another kind.
            return false;
        }
    }

    private static String algorithm(PrivateKey secret) {
        return switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> secret.getAlgorithm();
        };
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Trusts as another does, as long as the server's certificate is valid: the JDK does not ask that of one it knows. */
    record TrustUnexpired(X509TrustManager trust) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkServerTrusted(chain, type);
            chain[0].checkValidity();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }

    /** Takes any certificate, where the user has said so for a context of his. */
    private static final class TrustAny implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
