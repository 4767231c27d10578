package dev.chandler.core.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one policy file says. Immutable.
 *
 * @param file the file as messages name it
 * @param keys the keys that it trusts
 * @param unsigned where it lets in what has no signature
 */
record Policy(String file, List<TrustedKey> keys, List<SourcePattern> unsigned) {

    /** What it says of something without a signature, which was looked for at a place that is named where it is known. */
    Verdict unsigned(String subject, String source, Optional<Path> lookedFor) {
        return unsigned.stream()
                .filter(pattern -> pattern.matches(source))
                .findFirst()
                .<Verdict>map(pattern -> new Verdict.Unsigned(pattern.toString()))
                .orElseGet(() -> new Verdict.Refused(TrustProblems.unsigned(subject, source, lookedFor, this)));
    }

    /** What it says of something with a signature, which has to hold also where none is demanded. */
    Verdict signed(String subject, SignedContent content) {
        if (!content.hasSignature()) {
            return new Verdict.Refused(TrustProblems.noSignature(subject));
        }
        return signer(content, key -> key.maySign(subject))
                .<Verdict>map(key -> new Verdict.Signed(key.name()))
                .orElseGet(() -> new Verdict.Refused(signer(content, key -> !key.maySign(subject))
                        .map(key -> TrustProblems.mayNotSign(subject, key, this))
                        .orElseGet(() -> TrustProblems.unknownSigner(subject, this))));
    }

    /** Asks no other keys: each takes as long as hashing the whole content. */
    private Optional<TrustedKey> signer(SignedContent content, Predicate<TrustedKey> asked) {
        return keys.stream().filter(asked).filter(content::isBy).findFirst();
    }
}
