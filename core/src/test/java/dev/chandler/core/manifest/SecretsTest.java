package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.FolderModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    private Manifest load(String text) throws Exception {
        write("chandler.yml", text);
        return new ManifestLoader(new FolderModules(folder))
                .load(request(), Set.of("exec", "copy"), manifest -> List.of());
    }

    private ManifestRequest request() {
        return new ManifestRequest(folder, folder, Map.of(), List.of(), Map.of());
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private static SecretSource source(Manifest manifest, String name) {
        return Optional.ofNullable(manifest.secrets().get(name)).orElseThrow().source();
    }

    @Test
    void eachKindOfSourceIsRead() throws Exception {
        Manifest manifest = load("""
                base: busybox
                secrets:
                  a: {env: TOKEN, version: "2"}
                  b: {file: ../key.pem}
                  c: {command: [pass, show, "my \\"key\\""]}
                  d: {command: pass show key}
                  e: {docker-config: example.org:5000}
                """);

        assertThat(source(manifest, "a")).isEqualTo(new SecretSource.Variable("TOKEN"));
        assertThat(manifest.secrets().get("a").version()).contains("2");
        assertThat(source(manifest, "b"))
                .isEqualTo(new SecretSource.HostFile("../key.pem", folder.resolveSibling("key.pem")));
        assertThat(source(manifest, "c"))
                .isEqualTo(new SecretSource.Output(
                        List.of("pass", "show", "my \"key\""), "[\"pass\", \"show\", \"my \\\"key\\\"\"]", folder));
        assertThat(source(manifest, "d"))
                .isEqualTo(new SecretSource.Output(List.of("/bin/sh", "-c", "pass show key"), "pass show key", folder));
        assertThat(source(manifest, "e")).isEqualTo(new SecretSource.DockerLogin("example.org:5000"));
    }

    @Test
    void aStepHasTheSecretsThatItLists() throws Exception {
        Manifest manifest = load("""
                base: busybox
                secrets: {a: {env: A}, b: {env: B}}
                install:
                  - {run: make, secrets: [b, b]}
                  - {run: make, secrets: a}
                  - make
                """);

        assertThat(manifest.install())
                .extracting(step -> ((ActionSpec) step)
                        .secrets().stream().map(SecretSpec::name).toList())
                .containsExactly(List.of("b"), List.of("a"), List.of());
    }

    @Test
    void allThatIsWrongIsSaidAtItsPlace() {
        assertThatThrownBy(() -> load("""
                        base: busybox
                        secrets:
                          "a/b": {env: A}
                          none: {version: "1"}
                          both: {env: A, file: b}
                          token: {env: TOKEN}
                        install:
                          - {run: make, secrets: [tokn]}
                        """))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::toString)
                                .satisfiesExactly(
                                        first -> assertThat(first)
                                                .startsWith("chandler.yml:3:3: \"a/b\" cannot be a secret's name"),
                                        second -> assertThat(second)
                                                .startsWith("chandler.yml:4:9: the secret \"none\" has no source"),
                                        third -> assertThat(third)
                                                .startsWith("chandler.yml:5:9: the secret \"both\" has several sources")
                                                .contains("it has env, file"),
                                        fourth -> assertThat(fourth)
                                                .startsWith("chandler.yml:8:27: no secret is called \"tokn\"")
                                                .contains("did you mean \"token\"?")));
    }

    @Test
    void aFileIsRelativeToTheFileItStandsIn() throws Exception {
        write("lib/common.yml", "secrets: {a: {file: key}, b: {env: B}}\n");

        Manifest manifest = load("include: lib/common.yml\nbase: busybox\nsecrets: {c: {file: key}}\n");

        assertThat(source(manifest, "a")).isEqualTo(new SecretSource.HostFile("key", folder.resolve("lib/key")));
        assertThat(source(manifest, "c")).isEqualTo(new SecretSource.HostFile("key", folder.resolve("key")));
    }

    @Test
    void anIncluderReplacesASecretAsAWhole() throws Exception {
        write("common.yml", "secrets: {a: {file: key, version: '1'}}\n");

        Manifest manifest = load("include: common.yml\nbase: busybox\nsecrets: {a: {env: A}}\n");

        assertThat(source(manifest, "a")).isEqualTo(new SecretSource.Variable("A"));
        assertThat(manifest.secrets().get("a").version()).isEmpty();
    }

    @Test
    void whatIsRenderedHasTheSameSecrets() throws Exception {
        write("lib/common.yml", "secrets: {a: {file: key}, b: {env: B, version: '1'}}\n");
        write("chandler.yml", "include: lib/common.yml\nbase: busybox\ninstall: [{run: make, secrets: [a]}]\n");

        String rendered = new ManifestLoader(new FolderModules(folder))
                .render(request(), Set.of("exec"))
                .text();

        Manifest manifest = load(rendered);
        assertThat(source(manifest, "a")).isEqualTo(new SecretSource.HostFile("lib/key", folder.resolve("lib/key")));
        assertThat(manifest.secrets().get("b").version()).contains("1");
        assertThat(((ActionSpec) manifest.install().get(0)).secrets()).hasSize(1);
    }

    @Test
    void aSecretInTheManifestIsWarnedOfAndNotQuoted() throws Exception {
        Manifest manifest = load("""
                base: busybox
                env: {NPM_TOKEN: hunter2, PASSWORD_FILE: /run/x, GITHUB: ghp_abcdefghijklmnopqrstuvwxyz0123456789}
                install:
                  - {run: make, env: {DB_PASSWORD: hunter2}}
                  - parallel:
                      - curl -H glpat-abcdefghij0123456789
                artifact:
                  env: {API_KEY: hunter2}
                  labels: {token: hunter2}
                  cmd: [app, --password=hunter2]
                """);

        assertThat(manifest.warnings())
                .extracting(Problem::toString)
                .noneMatch(text -> text.contains("hunter2") || text.contains("glpat-") || text.contains("ghp_"))
                .extracting(text -> text.replaceAll(" \\[CH-SECRET-011\\].*", ""))
                .containsExactly(
                        "chandler.yml:2:18: \"NPM_TOKEN\" looks like a secret",
                        "chandler.yml:2:58: this looks like a token of GitHub",
                        "chandler.yml:8:18: \"API_KEY\" looks like a secret",
                        "chandler.yml:9:19: \"token\" looks like a secret",
                        "chandler.yml:10:14: \"password\" looks like a secret",
                        "chandler.yml:4:36: \"DB_PASSWORD\" looks like a secret",
                        "chandler.yml:6:9: this looks like a token of GitLab");
    }
}
