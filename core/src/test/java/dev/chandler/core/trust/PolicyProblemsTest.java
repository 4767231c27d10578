package dev.chandler.core.trust;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a policy file, all of it at once and each where it stands. */
class PolicyProblemsTest {

    @TempDir
    Path folder;

    @Test
    void areSaidTogetherWithTheirPlaces() throws IOException {
        Files.writeString(folder.resolve("private.pem"), "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("empty.pem"), "");

        assertProblems("wrong", """
                keys:
                  both: {file: empty.pem, key: AAAA}
                  neither: {subjects: acme-*}
                  gone: {file: gone.pem}
                  private: {file: private.pem}
                  empty: {file: empty.pem}
                  inline: {key: AAAA}
                  typo: {key: AAAA, subject: acme-*}
                  text: AAAA
                  subjects: {key: AAAA, subjects: [a*b, "", acme-*]}
                unsigned:
                  - usr
                  - projekt
                  - https://acme.example*
                  - https://*
                  - http://acme.example/*
                  - maven:*
                  - {a: b}
                  - user
                keyz: {}
                """);
    }

    @Test
    void areSaidOfAFileThatIsNoMap() throws IOException {
        assertProblems("list", "- user\n");
    }

    @Test
    void areSaidOfWhatIsNoYaml() throws IOException {
        assertProblems("syntax", "keys: {acme: [\nunsigned: user\n");
    }

    @Test
    void areSaidOfKeysThatAreNoMap() throws IOException {
        assertProblems("keys", "keys: [acme]\nunsigned: {user: true}\n");
    }

    private void assertProblems(String name, String policy) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yml"), policy);

        ManifestException thrown = catchThrowableOfType(
                ManifestException.class,
                () -> TrustPolicy.load(List.of(new PolicyFile(file, "the user", false)), folder));

        Golden.assertMatches(
                "trust/" + name + ".txt",
                thrown.problems().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n")));
    }
}
