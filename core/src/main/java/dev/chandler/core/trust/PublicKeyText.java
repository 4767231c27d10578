package dev.chandler.core.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 public keys as text: the PEM that openssl writes, and the base64 in it. */
final class PublicKeyText {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----\\s*", Pattern.DOTALL);

    private PublicKeyText() {}

    /** The key in a PEM file, if one is there and nothing else behind it. */
    static Optional<PublicKey> pem(String text) {
        Matcher pem = PEM.matcher(text);
        return pem.find() && pem.end() == text.length() ? base64(pem.group(1)) : Optional.empty();
    }

    /** The key in base64 of its X.509 form. */
    static Optional<PublicKey> base64(String text) {
        try {
            byte[] encoded = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            return Optional.of(
                    KeyFactory.getInstance(TrustedKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
