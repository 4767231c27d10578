package dev.chandler.core.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key that a policy trusts.
 *
 * @param name what the policy calls it
 * @param key an Ed25519 key
 * @param subjects what it may sign
 */
record TrustedKey(String name, PublicKey key, List<Wildcard> subjects) {

    static final String ALGORITHM = "Ed25519";

    /** Whether it has made a signature of 64 bytes over a content. */
    boolean hasSigned(byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Bytes that are no point and no number are no signature of this key either.
            return false;
        }
    }

    boolean maySign(String subject) {
        return subjects.stream().anyMatch(pattern -> pattern.matches(subject));
    }

    /** What it may sign, in words. */
    String scope() {
        return subjects.isEmpty()
                ? "nothing"
                : subjects.stream().map(Wildcard::toString).collect(Collectors.joining(", "));
    }
}
