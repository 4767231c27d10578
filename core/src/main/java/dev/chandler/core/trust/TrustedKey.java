package dev.chandler.core.trust;

import java.security.PublicKey;
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
