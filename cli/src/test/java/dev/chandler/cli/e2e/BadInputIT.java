package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad input gets what, where, why and what to do, and exit code 2; no engine is even asked. */
class BadInputIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private SocketRelay daemon;

    @BeforeEach
    void watchTheDaemon() {
        daemon = stranger.relay();
    }

    @Test
    void anUnknownKey() {
        stranger.file("chandler.yml", "base: busybox\ninstal:\n  - echo hello\n");

        refuses("unknown-key");
    }

    @Test
    void aKeyOfALaterVersion() {
        stranger.file("chandler.yml", "base: busybox\nbuilds: [api]\n");

        refuses("key-of-later");
    }

    @Test
    void anUnknownKeyOfAStep() {
        stranger.file("chandler.yml", "base: busybox\ninstall:\n  - run: make\n    wrkdir: /src\n");

        refuses("unknown-key-of-step");
    }

    @Test
    void aWrongType() {
        stranger.file(
                "chandler.yml",
                "base: [busybox]\nenv: text\ninstall: {run: make}\nscript:\n  - run: make\n    retries: many\n    timeout: soon\n");

        refuses("wrong-type");
    }

    @Test
    void anUndefinedVariable() {
        stranger.file("chandler.yml", "vars: {name: world}\nbase: busybox\ninstall:\n  - echo [=nmae]\n");

        refuses("undefined-variable");
    }

    @Test
    void aVariableThatWasNotDeclared() {
        stranger.file("chandler.yml", "vars: {name: world}\nbase: busybox\ninstall:\n  - echo [=name]\n");

        refuses("undeclared-variable", "--var", "nmae=you");
    }

    @Test
    void aVariableWithoutAValue() {
        stranger.file("chandler.yml", "vars:\n  name: {type: string}\nbase: busybox\ninstall:\n  - echo [=name]\n");

        refuses("variable-without-value");
    }

    @Test
    void aTemplateErrorInALoop() {
        stranger.file(
                "chandler.yml",
                "vars:\n  sizes: [4, many]\nbase: busybox\ninstall:\n[#list sizes as size]\n  - echo [=size?number * 2]\n[/#list]\n");

        refuses("template-error-in-loop");
    }

    @Test
    void anUnclosedDirective() {
        stranger.file("chandler.yml", "base: busybox\ninstall:\n[#list [1, 2] as n]\n  - echo [=n]\n");

        refuses("unclosed-directive");
    }

    @Test
    void aYamlError() {
        stranger.file("chandler.yml", "base: busybox\nenv: {A: 1\ninstall:\n  - echo hello\n");

        refuses("yaml-error");
    }

    @Test
    void aDuplicateKey() {
        stranger.file("chandler.yml", "base: busybox\ninstall: [make]\nbase: debian:12\n");

        refuses("duplicate-key");
    }

    @Test
    void anIncludeCycle() {
        stranger.file("chandler.yml", "include: a.yml\nbase: busybox\n");
        stranger.file("a.yml", "include: [b/b.yml]\n");
        stranger.file("b/b.yml", "include:\n  - ../chandler.yml\n");

        refuses("include-cycle");
    }

    @Test
    void anIncludeOutsideTheProject() throws IOException {
        Files.writeString(stranger.root().resolve("outside.yml"), "env: {A: b}\n");
        stranger.file("chandler.yml", "include: ../outside.yml\nbase: busybox\n");

        refuses("include-outside");
    }

    @Test
    void aProblemInAnInclude() {
        stranger.file("chandler.yml", "include: common/tools.yml\nbase: busybox\n");
        stranger.file("common/tools.yml", "install:\n[#list [\"make\"] as tool]\n  - rnu: [=tool]\n[/#list]\n");

        refuses("problem-in-include");
    }

    @Test
    void noBase() {
        stranger.file("chandler.yml", "install: [make]\n");

        refuses("no-base");
    }

    @Test
    void noManifest() {
        refuses("no-manifest");
    }

    @Test
    void aFileThatIsNotThere() {
        stranger.file(
                "chandler.yml",
                "include: gone.yml\nbase: {rootfs: gone.tar}\ninstall:\n  - copy: {from: gone, to: /opt}\n");

        refuses("missing-file");
    }

    @Test
    void aFileToCopyThatIsNotThere() {
        stranger.file("chandler.yml", "base: busybox\ninstall:\n  - copy: {from: gone, to: /opt}\n");

        refuses("missing-file-to-copy");
    }

    @Test
    void anUnknownEngine() {
        stranger.file("chandler.yml", "base: busybox\ninstall: [make]\n");

        refuses("unknown-engine", "--engine", "dokcer");
    }

    @Test
    void anUnknownProvisioner() {
        stranger.file("chandler.yml", "base: busybox\ninstall:\n  - exce: make\n");

        refuses("unknown-provisioner");
    }

    @Test
    void aDuplicateStepName() {
        stranger.file(
                "chandler.yml",
                "base: busybox\ninstall:\n  - {name: tools, run: make}\n  - {name: tools, run: make all}\n");

        refuses("duplicate-step-name");
    }

    @Test
    void anAliasBomb() {
        StringBuilder bomb = new StringBuilder("base: busybox\nenv:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("  a%d: &a%d [%s]\n"
                    .formatted(
                            i,
                            i,
                            String.join(", ", List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias))));
        }
        stranger.file("chandler.yml", bomb.toString());

        refuses("alias-bomb");
    }

    @Test
    void aManifestOf100Megabytes() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(stranger.file("chandler.yml", "").toFile(), "rw")) {
            file.setLength(100_000_000);
        }

        refuses("huge");
    }

    @Test
    void aFolderAsManifest() throws IOException {
        Files.createDirectories(stranger.project().resolve("chandler.yml"));

        refuses("folder");
    }

    @Test
    void notUtf8() throws IOException {
        Files.write(
                stranger.project().resolve("chandler.yml"),
                "base: busybox\ninstall:\n  - echo caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        refuses("not-utf8");
    }

    @Test
    void makingJavaObjects() {
        stranger.file(
                "chandler.yml",
                "base: busybox\ninstall:\n  - echo [='freemarker.template.utility.Execute'?new()('id')]\n");

        refuses("new");
    }

    @Test
    void manyProblemsAtOnce() {
        stranger.file("chandler.yml", """
                vars: {n: {type: number, max: 3}}
                base: busybox
                envv: {}
                install:
                  - exce: make
                  - {name: twice, run: make}
                  - {name: twice, run: make, retries: -1}
                  - copy: {form: src, to: /src}
                script: yes
                artifact: {repo: Upper/Case}
                """);

        refuses("many", "--var", "n=4", "--var", "m=1");
    }

    @Test
    void anUnknownOption() {
        refuses("unknown-option", "--no-tets");
    }

    @Test
    void aStepThatUntilDoesNotKnow() {
        stranger.direct().file("chandler.yml", "base: busybox\ninstall: [make, {name: tools, run: make all}]\n");

        Ended ended = stranger.runs("build", "--until", "tolls").exits(2);

        Golden.assertMatches("e2e/bad-input/unknown-until.txt", shown(ended));
    }

    private void refuses(String golden, String... args) {
        List<String> all = new ArrayList<>(List.of("build"));
        all.addAll(List.of(args));

        Ended ended = stranger.runs(all.toArray(String[]::new)).exits(2);

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        Golden.assertMatches("e2e/bad-input/" + golden + ".txt", shown(ended));
        assertThat(daemon.connections()).isZero();
    }

    private String shown(Ended ended) {
        // The column of the code depends on how long the folder's name is.
        return ended.err().replace(stranger.root().toString(), "ROOT").replaceAll(" {2,}\\[CH-", "  [CH-");
    }
}
