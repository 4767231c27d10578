package dev.chandler.core.trust;

import java.util.List;
import java.util.Optional;

/**
 * What one policy file says. Immutable.
 *
 * @param file the file as messages name it
 * @param keys the keys that it trusts
 * @param unsigned where it lets in what has no signature
 */
record Policy(String file, List<TrustedKey> keys, List<SourcePattern> unsigned) {

    /** What it says of something without a signature. */
    Verdict unsigned(String subject, String source) {
        return unsigned.stream()
                .filter(pattern -> pattern.matches(source))
                .findFirst()
                .<Verdict>map(pattern -> new Verdict.Unsigned(pattern.toString()))
                .orElseGet(() -> new Verdict.Refused(TrustProblems.unsigned(subject, source, this)));
    }

    /** What it says of something with a signature, which has to hold also where none is demanded. */
    Verdict signed(String subject, byte[] content, byte[] signature) {
        Optional<byte[]> decoded = SignatureFile.decode(signature);
        if (decoded.isEmpty()) {
            return new Verdict.Refused(TrustProblems.noSignature(subject));
        }
        List<TrustedKey> signers = keys.stream()
                .filter(key -> key.hasSigned(content, decoded.get()))
                .toList();
        if (signers.isEmpty()) {
            return new Verdict.Refused(TrustProblems.unknownSigner(subject, this));
        }
        return signers.stream()
                .filter(key -> key.maySign(subject))
                .findFirst()
                .<Verdict>map(key -> new Verdict.Signed(key.name()))
                .orElseGet(() -> new Verdict.Refused(TrustProblems.mayNotSign(subject, signers.get(0), this)));
    }
}
