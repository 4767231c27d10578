package dev.chandler.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a policy lets in, and why it refuses the others. */
class TrustPolicyTest {

    private static final byte[] CONTENT = "the content of a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final Signer acme = new Signer();
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.write(folder.resolve("acme-tools-1.0.0.jar"), CONTENT);
    }

    @Test
    void letsInEverythingWhereThereIsNoPolicy() throws IOException {
        TrustPolicy policy =
                TrustPolicy.load(List.of(new PolicyFile(folder.resolve("policy.yml"), "the user", false)), folder);

        assertThat(policy.isPresent()).isFalse();
        assertThat(check(policy, "acme-tools")).isEqualTo(new Verdict.NotAsked());
    }

    @Test
    void knowsWhoHasSignedByAKeyInAFile() throws IOException {
        acme.writePem(folder.resolve("acme.pub.pem"));
        acme.sign(file);

        assertThat(check(policy("keys: {acme: {file: acme.pub.pem}}"), "acme-tools"))
                .isEqualTo(new Verdict.Signed("acme"));
    }

    @Test
    void knowsWhoHasSignedByAKeyWrittenOut() throws IOException {
        acme.sign(file);

        assertThat(check(
                        policy("keys: {other: {key: %s}, acme: {key: %s}}"
                                .formatted(new Signer().publicKey(), acme.publicKey())),
                        "acme-tools"))
                .isEqualTo(new Verdict.Signed("acme"));
    }

    @Test
    void findsAKeysFileBesideThePolicyWhereverOneStands() throws IOException {
        Path config = Files.createDirectory(folder.resolve("config"));
        acme.writePem(config.resolve("acme.pub.pem"));
        acme.sign(file);
        Path written = Files.writeString(config.resolve("policy.yml"), "keys: {acme: {file: acme.pub.pem}}");

        assertThat(check(
                        TrustPolicy.load(List.of(new PolicyFile(written, "the user", false)), file.getParent()),
                        "acme-tools"))
                .isEqualTo(new Verdict.Signed("acme"));
    }

    @Test
    void refusesAFileThatWasChanged() throws IOException {
        acme.sign(file);
        Files.write(file, new byte[] {'x'});

        assertRefused(
                check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools"), "CH-TRUST-012");
    }

    @Test
    void refusesASignatureThatWasChanged() throws IOException {
        byte[] signature = acme.sign(CONTENT);
        signature[10] = (byte) (signature[10] == 'A' ? 'B' : 'A');
        Files.write(SignatureFile.of(file), signature);

        assertRefused(
                check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools"), "CH-TRUST-012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense!", "AAAA", "\u0000"})
    void refusesASignatureThatIsNone(String signature) throws IOException {
        Files.writeString(SignatureFile.of(file), signature);

        assertRefused(
                check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools"), "CH-TRUST-011");
    }

    @Test
    void refusesASignatureThatIsFarTooLong() throws IOException {
        byte[] signature = acme.sign(CONTENT);
        Files.writeString(
                SignatureFile.of(file), new String(signature, StandardCharsets.US_ASCII) + "\n".repeat(100_000));

        assertRefused(
                check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools"), "CH-TRUST-011");
    }

    @Test
    void refusesTheSignatureOfAKeyThatIsNotTrusted() throws IOException {
        new Signer().sign(file);

        Verdict verdict = check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools");

        assertRefused(verdict, "CH-TRUST-012");
        assertThat(verdict.refusal().orElseThrow().why())
                .hasValueSatisfying(why -> assertThat(why).contains("\"acme\"", "policy.yml"));
    }

    @Test
    void refusesTheSignatureOfAKeyThatIsNotTrustedAlsoWhereNoneIsDemanded() throws IOException {
        new Signer().sign(file);

        assertRefused(check(policy("unsigned: [user]"), "acme-tools"), "CH-TRUST-012");
    }

    @ParameterizedTest
    @CsvSource({"acme-tools, true", "acme-, true", "exact, true", "acme, false", "exactly, false", "other, false"})
    void holdsAKeyToWhatItMaySign(String subject, boolean trusted) throws IOException {
        acme.sign(file);
        TrustPolicy policy = policy("keys: {acme: {key: %s, subjects: [acme-*, exact]}}".formatted(acme.publicKey()));

        Verdict verdict = check(policy, subject);

        if (trusted) {
            assertThat(verdict).isEqualTo(new Verdict.Signed("acme"));
        } else {
            assertRefused(verdict, "CH-TRUST-013");
        }
    }

    @Test
    void takesTheKeyUnderTheNameThatMaySign() throws IOException {
        acme.sign(file);
        TrustPolicy policy = policy("keys: {one: {key: %s, subjects: other}, two: {key: %s, subjects: acme-tools}}"
                .formatted(acme.publicKey(), acme.publicKey()));

        assertThat(check(policy, "acme-tools")).isEqualTo(new Verdict.Signed("two"));
    }

    @ParameterizedTest
    @CsvSource({
        "user, user, true",
        "user, project, false",
        "'[distribution, folder]', folder, true",
        "file, file, true",
        "'\"*\"', project, true",
        "https://acme.example/plugins/*, https://acme.example/plugins/a.jar, true",
        "https://acme.example/plugins/*, https://acme.example/other/a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/../a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/%2E%2e/a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/..\\a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/..%2fa.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/%252e%252e/a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/..%5ca.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/..;/a.jar, false",
        "https://acme.example/plugins/*, 'https://acme.example/plugins/..\t/a.jar', false",
        "https://acme.example/plugins/*, https://acme.example/plugins/..%zz/a.jar, false",
        "https://acme.example/plugins/*, https://acme.example/plugins/a.jar?b=../c, false",
        "https://acme.example/plugins/.*, https://acme.example/plugins/../a.jar, false",
        "https://acme.example/*, https://acme.example/a/index.json#acme-tools, true",
        "https://acme.example/*, 'https://acme.example/a/index.json#acme-tools@>=1.2.0 & <2.0.0', true",
        "https://acme.example/*, https://acme.example/a/index.json#acme-tools@1.2.0, true",
        "'https://acme.example/index.json#acme-*', 'https://acme.example/index.json#acme-tools@^1.2', true",
        "'https://acme.example/index.json#acme-*', 'https://acme.example/index.json#acme-/../x', false",
        "https://acme.example/*, https://acme.example.org/a.jar, false",
        "https://acme.example/a.jar, https://acme.example/a.jar, true",
        "https://acme.example/a.jar, https://acme.example/a.jar2, false",
        "'maven:dev.acme:*', maven:dev.acme:tools:1.0.0, true",
        "'maven:dev.acme:*', maven:dev.acmes:tools:1.0.0, false",
        "'maven:dev.moon:*', maven:dev.moon:../evil:1.0, false",
        "'maven:dev.moon:*', maven:dev.moon:..:1.0, false",
        "'maven:dev.moon:*', maven:dev.moon:tools_2.13:1.0:zip, true",
        "'oci:h/team/*', oci:h/team/..:1, false",
        "'oci:h/team/*', oci:h/team/../x:1, false",
        "'oci:h/team/*', oci:h/team/x/y:1.0@sha256:00ff, true",
        "'oci:acme.example:5000/*', oci:acme.example:5000/tools:1.0.0, true",
        "'oci:acme.example/*', oci:acme.example:5000/tools:1.0.0, false",
        "'git+https://acme.example/*', git+https://acme.example/modules.git#v1.0.0:web/nginx, true",
        "'git+https://acme.example/*', git+https://acme.example/../x.git, false",
        "'git+https://acme.example/*', git+https://acme.example.evil/x.git, false",
        "'git+https://acme.example/a.git#*', git+https://acme.example/a.git#main:nginx, true",
        "'git+ssh://git@acme.example/*', git+ssh://git@acme.example/modules.git, true",
        "'git+file:///srv/*', git+file:///srv/modules.git, true"
    })
    void letsInWhatIsNotSignedWhereThePolicySaysSo(String pattern, String source, boolean allowed) {
        Verdict verdict = policy("unsigned: %s".formatted(pattern)).check("acme-tools", source, file, Optional.empty());

        if (allowed) {
            assertThat(verdict).isInstanceOf(Verdict.Unsigned.class);
        } else {
            assertRefused(verdict, "CH-TRUST-010");
        }
    }

    @Test
    void trustsNobodyByAnEmptyFile() {
        assertRefused(policy("# nothing yet").check("acme-tools", "user", file, Optional.empty()), "CH-TRUST-010");
    }

    @Test
    void letsInOnlyWhatTheSystemAndTheUserLetIn() throws IOException {
        PolicyFile system = write("system.yml", "unsigned: [user, project]");
        PolicyFile user = write("user.yml", "unsigned: [user, folder]");
        TrustPolicy policy = TrustPolicy.load(List.of(system, user), folder);

        assertThat(policy.check("moon", "user", file, Optional.empty())).isEqualTo(new Verdict.Unsigned("user"));
        assertRefused(policy.check("moon", "project", file, Optional.empty()), "CH-TRUST-010");
        assertRefused(policy.check("moon", "folder", file, Optional.empty()), "CH-TRUST-010");
    }

    @Test
    void refusesWhatCannotBeReadAndIsSaidToBeSigned() {
        TrustPolicy policy = policy("keys: {acme: {key: %s}}".formatted(acme.publicKey()));

        assertRefused(
                policy.check("acme-tools", "user", folder.resolve("gone.jar"), Optional.of(acme.sign(CONTENT))),
                "CH-TRUST-014");
    }

    @Test
    void refusesASignatureThatIsALinkToNowhereAlsoWhereNoneIsDemanded() throws IOException {
        Files.createSymbolicLink(SignatureFile.of(file), folder.resolve("nowhere"));

        Verdict verdict =
                policy("unsigned: user").examine("acme-tools", "user", file).verdict();

        assertRefused(verdict, "CH-TRUST-014");
        assertThat(verdict.refusal().orElseThrow().why())
                .hasValueSatisfying(why -> assertThat(why).contains("acme-tools-1.0.0.jar.sig", "it is no file"));
        assertThat(verdict.refusal().orElseThrow().remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("broken link"));
    }

    @Test
    void refusesASignedFileThatIsTooLargeToBeHeldInMemoryBeforeItIsRead() throws IOException {
        acme.sign(file);
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(TrustPolicy.LIMIT_BYTES + 1L);
        }

        Verdict verdict = check(policy("keys: {acme: {key: %s}}".formatted(acme.publicKey())), "acme-tools");

        assertRefused(verdict, "CH-TRUST-014");
        assertThat(verdict.refusal().orElseThrow().why())
                .hasValueSatisfying(why -> assertThat(why).contains("larger than 64 MB"));
        assertThat(verdict.refusal().orElseThrow().remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("leave out"));
    }

    @Test
    void letsInOnlyWhatASignerSignedWhomBothPoliciesTrust() throws IOException {
        acme.sign(file);
        PolicyFile system = write("system.yml", "keys: {moon: {key: %s}}".formatted(new Signer().publicKey()));
        PolicyFile user = write("user.yml", "keys: {acme: {key: %s}}".formatted(acme.publicKey()));

        assertRefused(check(TrustPolicy.load(List.of(system, user), folder), "acme-tools"), "CH-TRUST-012");
        assertThat(check(TrustPolicy.load(List.of(user, user), folder), "acme-tools"))
                .isEqualTo(new Verdict.Signed("acme"));
    }

    @Test
    void doesNotTakeAPolicyBehindALinkToNowhereForNone() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("policy.yml"), folder.resolve("nowhere"));

        assertUnreadable(new PolicyFile(link, "the system", false), "it is the policy of the system", "leads nowhere");
    }

    @Test
    void saysOfAPolicyThatIsAFolderThatItIsOneAndWhoNamesIt() {
        assertUnreadable(new PolicyFile(folder, "--policy", true), "--policy names it", "directory");
    }

    private void assertUnreadable(PolicyFile file, String... why) {
        assertThatThrownBy(() -> TrustPolicy.load(List.of(file), folder))
                .isInstanceOfSatisfying(ManifestException.class, e -> {
                    Problem problem = e.problems().get(0);
                    assertThat(problem.code()).isEqualTo("CH-TRUST-001");
                    assertThat(problem.what()).contains("policy file \"" + file.path() + "\"");
                    assertThat(problem.why())
                            .hasValueSatisfying(text -> assertThat(text).contains(why));
                    assertThat(problem.remedy()).isPresent();
                });
    }

    @Test
    void refusesAPolicyThatWasNamedAndIsNotThere() {
        PolicyFile named = new PolicyFile(folder.resolve("gone.yml"), "--policy", true);

        assertThatThrownBy(() -> TrustPolicy.load(List.of(named), folder))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-TRUST-001"));
    }

    private Verdict check(TrustPolicy policy, String subject) throws IOException {
        return policy.check(subject, "user", file, SignatureFile.read(file));
    }

    private TrustPolicy policy(String text) {
        return TrustPolicy.load(List.of(write("policy.yml", text)), folder);
    }

    private PolicyFile write(String name, String text) {
        try {
            return new PolicyFile(Files.writeString(folder.resolve(name), text), "the user", false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(Verdict verdict, String code) {
        assertThat(verdict.refusal()).map(Problem::code).contains(code);
    }
}
