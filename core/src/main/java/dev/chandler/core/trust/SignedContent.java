package dev.chandler.core.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A content and what is said to be its signature.
 *
 * <p>Each key has to hash all of the content for itself, so that what was found of one is remembered for the next policy.
 * Not thread-safe.
 */
final class SignedContent {

    private final byte[] content;
    private final Optional<byte[]> signature;
    private final Map<PublicKey, Boolean> asked = new HashMap<>();

    /**
     * Holds a content.
     *
     * @param content all of it
     * @param signature what is in its signature file
     */
    SignedContent(byte[] content, byte[] signature) {
        this.content = content;
        this.signature = SignatureFile.decode(signature);
    }

    /** Whether its signature is one at all. */
    boolean hasSignature() {
        return signature.isPresent();
    }

    /** Whether a key has made the signature. */
    boolean isBy(TrustedKey key) {
        return signature.isPresent() && asked.computeIfAbsent(key.key(), each -> verify(each, signature.get()));
    }

    private boolean verify(PublicKey key, byte[] bytes) {
        try {
            Signature verifier = Signature.getInstance(TrustedKey.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(bytes);
        } catch (GeneralSecurityException e) {
            // Bytes that are no point and no number are no signature of this key either.
            return false;
        }
    }
}
