package dev.chandler.core.trust;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.source.ProblemLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says who may have written what is let in: by signatures over files, and by where unsigned ones come from.
 *
 * <p>Made of all policies that there are, each of which has to let something in: the user's can forbid what the system's
 * allows, and not the other way round. With none everything is let in, and no signature is looked at. Immutable.
 *
 * <pre>{@code
 * TrustPolicy policy = TrustPolicy.load(files, workingDirectory);
 * Verdict verdict = policy.check("acme-tools", "maven:dev.acme:acme-tools:1.0.0", jar, SignatureFile.read(jar));
 * verdict.refusal().ifPresent(problem -> { throw new PluginException(problem); });
 * }</pre>
 */
public final class TrustPolicy {

    /** Far more than any plugin or module needs; the whole of it is in memory while its signature is looked at. */
    static final int LIMIT_BYTES = 64 << 20;

    private final List<Policy> policies;

    TrustPolicy(List<Policy> policies) {
        this.policies = List.copyOf(policies);
    }

    /**
     * The policy where there is no policy file.
     *
     * @return one that lets in everything
     */
    public static TrustPolicy none() {
        return new TrustPolicy(List.of());
    }

    /**
     * Reads policies.
     *
     * @param files the files, of which those that need not exist may be missing
     * @param workingDirectory what messages name files relative to
     * @return what they say together
     * @throws ManifestException if one is missing that has to be there, or one can't be read; with all that is wrong
     */
    public static TrustPolicy load(List<PolicyFile> files, Path workingDirectory) {
        ProblemLog problems = new ProblemLog();
        PolicyReader reader = new PolicyReader(workingDirectory, problems);
        List<Policy> policies = new ArrayList<>();
        for (PolicyFile file : files) {
            // One that can't be looked at may be there, and is not passed over; nor is a link that leads nowhere.
            if (!Files.notExists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
                reader.read(file).ifPresent(policies::add);
            } else if (file.required()) {
                problems.accept(TrustProblems.noPolicy(file));
            }
        }
        problems.throwIfAny();
        return new TrustPolicy(policies);
    }

    /**
     * What was found of a file.
     *
     * @param verdict whether it is let in
     * @param content the content that its signature was held against, for whoever goes on to use it; empty where none was
     */
    public record Examined(Verdict verdict, Optional<byte[]> content) {}

    /**
     * Whether there is a policy at all.
     *
     * @return false if everything is let in
     */
    public boolean isPresent() {
        return !policies.isEmpty();
    }

    /**
     * Asks whether a file is let in. Whoever goes on to use it has to use what was looked at: see {@link #examine}.
     *
     * @param subject what it is, by the id that a key may be limited to
     * @param source where it comes from: {@code file}, a {@link Place#word()}, or {@code https://…}, {@code
     *     maven:GROUP:…}, {@code oci:HOST/…} as the user wrote it
     * @param file the file
     * @param signature what is in its signature file, if it has one: {@link SignatureFile#read}
     * @return the verdict; a refusal too where the file can't be read
     */
    public Verdict check(String subject, String source, Path file, Optional<byte[]> signature) {
        if (!isPresent() || signature.isEmpty()) {
            return check(subject, source, new byte[0], signature);
        }
        try {
            return check(subject, source, read(file), signature);
        } catch (IOException e) {
            return new Verdict.Refused(TrustProblems.unreadable(subject, file, e));
        }
    }

    /**
     * Asks whether a content is let in.
     *
     * @param subject what it is, by the id that a key may be limited to
     * @param source where it comes from, as above
     * @param content the whole content
     * @param signature what is in its signature file, if it has one
     * @return the verdict
     */
    public Verdict check(String subject, String source, byte[] content, Optional<byte[]> signature) {
        return check(subject, source, content, signature, Optional.empty());
    }

    private Verdict check(
            String subject, String source, byte[] content, Optional<byte[]> signature, Optional<Path> lookedFor) {
        Verdict verdict = new Verdict.NotAsked();
        Optional<SignedContent> signed = signature.map(bytes -> new SignedContent(content, bytes));
        for (Policy policy : policies) {
            verdict = signed.isEmpty()
                    ? policy.unsigned(subject, source, lookedFor)
                    : policy.signed(subject, signed.get());
            if (verdict.refusal().isPresent()) {
                return verdict;
            }
        }
        return verdict;
    }

    /**
     * Asks whether a file is let in that is going to be used, and has its signature beside it.
     *
     * @param subject what it is, by its id
     * @param source where it comes from, as above
     * @param file the file
     * @return the verdict, and the content that it is about; a refusal too where the file or its signature can't be read
     */
    public Examined examine(String subject, String source, Path file) {
        if (!isPresent()) {
            return new Examined(new Verdict.NotAsked(), Optional.empty());
        }
        Path read = SignatureFile.of(file);
        try {
            Optional<byte[]> signature = SignatureFile.read(file);
            if (signature.isEmpty()) {
                return new Examined(
                        check(subject, source, new byte[0], signature, Optional.of(read)), Optional.empty());
            }
            read = file;
            byte[] content = read(file);
            return new Examined(check(subject, source, content, signature), Optional.of(content));
        } catch (IOException e) {
            return new Examined(new Verdict.Refused(TrustProblems.unreadable(subject, read, e)), Optional.empty());
        }
    }

    /** Reads a file whole, unless it is no file or larger than anything of its kind. */
    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            // Reading a pipe waits for somebody to write to it.
            throw UnfitFileException.noFile();
        }
        if (Files.size(file) > LIMIT_BYTES) {
            throw UnfitFileException.tooLarge(LIMIT_BYTES);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LIMIT_BYTES);
            if (in.read() >= 0) {
                throw UnfitFileException.tooLarge(LIMIT_BYTES);
            }
            return content;
        }
    }
}
