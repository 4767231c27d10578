package dev.chandler.core.trust;

import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words for every way in which a policy can be wrong, and can refuse. */
final class TrustProblems {

    private TrustProblems() {}

    static Problem noPolicy(PolicyFile file) {
        return Problem.of("CH-TRUST-001", "there is no policy file \"%s\"".formatted(file.path()))
                .because(naming(file))
                .remedy("name one that is there; without a policy no signature is demanded");
    }

    /** Of one that is there, what the reader of any file has found, in the words of a policy. */
    static Problem unreadablePolicy(PolicyFile file, Problem found) {
        if (!found.code().equals("CH-MANIFEST-001")) {
            return found;
        }
        return Problem.of("CH-TRUST-001", "cannot read the policy file \"%s\"".formatted(file.path()))
                .because("%s; %s".formatted(naming(file), found.why().orElse("it is a link that leads nowhere")))
                .remedy("put a file there that is readable to you; as long as it is unknown, nothing is let in");
    }

    private static String naming(PolicyFile file) {
        return file.required() ? file.origin() + " names it" : "it is the policy of " + file.origin();
    }

    static Problem noKey(String name, String why) {
        return Problem.of("CH-TRUST-002", "the key \"%s\" is no Ed25519 public key".formatted(name))
                .because(why)
                .remedy("openssl pkey -in KEY.pem -pubout -out KEY.pub.pem writes the public key of a private one");
    }

    static Problem notOneKey(String name, String found) {
        return Problem.of("CH-TRUST-002", "the key \"%s\" has %s".formatted(name, found))
                .remedy("give it one of: file, key");
    }

    static Problem noSource(String text) {
        return Problem.of("CH-TRUST-003", "\"%s\" is no source".formatted(text))
                .because(
                        "known: %s, https://HOST/…*, maven:GROUP:…*, oci:HOST/…*, git+https://HOST/…*, git+ssh://HOST/…*, and * for all; a * is at the end alone,"
                                        .formatted(String.join(", ", SourcePattern.WORDS))
                                + " behind the whole host or group");
    }

    static Problem noSubject(String text) {
        return Problem.of("CH-TRUST-004", "\"%s\" names nothing that can be signed".formatted(text))
                .because("it is an id, or how ids begin, with a * at the end")
                .remedy("write it such as acme-tools, or acme-*");
    }

    static Problem unsigned(String subject, String source, Optional<Path> lookedFor, Policy policy) {
        String where = policy.unsigned().isEmpty()
                ? "nowhere"
                : "for "
                        + policy.unsigned().stream()
                                .map(SourcePattern::toString)
                                .collect(Collectors.joining(", "))
                        + " alone";
        return Problem.of("CH-TRUST-010", "\"%s\" is not signed".formatted(subject))
                .because("it comes from \"%s\", and the policy \"%s\" lets in what isn't signed %s"
                        .formatted(source, policy.file(), where))
                .remedy("put its author's signature %s; or allow \"%s\" under \"unsigned:\""
                        .formatted(
                                lookedFor
                                        .map(path -> "at \"" + path + "\"")
                                        .orElse("beside it, as a file that is called as it is, with \""
                                                + SignatureFile.ENDING + "\" behind"),
                                source));
    }

    static Problem noSignature(String subject) {
        return Problem.of("CH-TRUST-011", "the signature of \"%s\" is none".formatted(subject))
                .because("a signature file is base64 of the 64 bytes of an Ed25519 signature, and nothing else")
                .remedy("get the signature again, or have its author make it as docs/trust.md says");
    }

    static Problem unknownSigner(String subject, Policy policy) {
        String known = policy.keys().isEmpty()
                ? "it trusts none"
                : "it trusts "
                        + policy.keys().stream()
                                .map(key -> '"' + key.name() + '"')
                                .collect(Collectors.joining(", "));
        return Problem.of("CH-TRUST-012", "no trusted key has signed \"%s\" as it is".formatted(subject))
                .because(
                        "the file or its signature was changed, or the key that has signed it isn't in the policy \"%s\": %s"
                                .formatted(policy.file(), known))
                .remedy(
                        "get both files again from where they come from; or add its author's key under \"keys:\", once you know that it is theirs");
    }

    static Problem mayNotSign(String subject, TrustedKey key, Policy policy) {
        return Problem.of("CH-TRUST-013", "the key \"%s\" may not sign \"%s\"".formatted(key.name(), subject))
                .because("the policy \"%s\" lets it sign %s".formatted(policy.file(), key.scope()))
                .remedy("add it to the key's \"subjects:\", if it is its owner's to sign");
    }

    static Problem unreadable(String subject, Path file, IOException e) {
        String why = e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return Problem.of("CH-TRUST-014", "the signature of \"%s\" cannot be checked".formatted(subject))
                .because("\"%s\": %s".formatted(file, why))
                .remedy(
                        e instanceof UnfitFileException unfit
                                ? unfit.remedy()
                                : "make it and its signature readable to you");
    }
}
