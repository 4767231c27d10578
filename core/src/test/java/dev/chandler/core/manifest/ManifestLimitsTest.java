package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.FolderModules;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestLimitsTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    /** However slow the machine is. */
    private Problem problem() {
        return problem(Duration.ofMinutes(1));
    }

    private Problem problem(Duration limit) {
        ManifestLoader loader = new ManifestLoader(limit, new FolderModules(folder), id -> {});
        ManifestException thrown = catchThrowableOfType(
                ManifestException.class,
                () -> loader.load(
                        new ManifestFolder(folder).request(), ManifestFolder.PROVISIONERS, manifest -> List.of()));
        return thrown.problems().get(0);
    }

    @Test
    void aHundredMegabytesAreNotRead() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("chandler.yml").toFile(), "rw")) {
            file.setLength(100 << 20);
        }

        assertThat(problem())
                .hasToString("\"chandler.yml\" is too large [CH-MANIFEST-004]: a manifest may have 1048576 bytes; put"
                        + " data into files of their own, and copy them with a step");
    }

    @Test
    void whatIsNotUtf8IsPlacedAtItsFirstWrongByte() throws IOException {
        byte[] latin = "base: debian:12\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("chandler.yml"), latin);

        assertThat(problem())
                .hasToString("chandler.yml:2:10: \"chandler.yml\" is not UTF-8 text [CH-MANIFEST-005]: the bytes from"
                        + " here on are no character; save the file as UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoCharacterOfTheManifest() throws IOException {
        Manifest manifest =
                new ManifestFolder(folder).manifest("\uFEFFbase: debian:12\n").load();

        assertThat(manifest.baseLocation()).hasToString("chandler.yml:1:7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[#list 1..2000000000 as i][/#list]",
                "[#list 1..2000000000 as i]x[/#list]",
                "[#list 1..2000000000 as i][=i][/#list]",
                "[#assign x][#list 1..2000000000 as i]x[/#list][/#assign]",
                "[#macro m][@m/][/#macro][@m/]",
                "[#function f x][#return f(x) + 1][/#function][=f(1)]",
                "[=\"[#list 1..2000000000 as i][/#list]\"?interpret]"
            })
    void aTemplateWithoutEndIsEnded(String template) {
        new ManifestFolder(folder).manifest("base: debian:12\n" + template + "\n");

        assertThat(problem(SHORT).code()).startsWith("CH-MANIFEST-04");
    }

    @Test
    void manyParenthesesAreAProblem() {
        new ManifestFolder(folder).manifest("base: [=" + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "]\n");

        assertThat(problem().what()).isEqualTo("the template does not come to an end");
    }

    @Test
    void moreMemoryThanThereIsIsAProblem() {
        new ManifestFolder(folder).manifest("base: [=\"\"?left_pad(2147483647)]\n");

        assertThat(problem().code()).isEqualTo("CH-MANIFEST-044");
    }

    @Test
    void aMegabyteInOneLineIsReadInTime() {
        StringBuilder text = new StringBuilder("{base: debian:12, env: {SMILE: \"\ud83d\ude00\"}, install: [");
        while (text.length() < 1_000_000) {
            text.append("echo, ");
        }
        new ManifestFolder(folder).manifest(text.append("last]}").toString());

        Manifest manifest = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> new ManifestFolder(folder).load());

        assertThat(manifest.install()).hasSizeGreaterThan(100_000);
    }

    @Test
    void repeatedStepsShareOneTimeForAllTheirItems() {
        new ManifestFolder(folder).manifest("""
                        base: b
                        install:
                          - {run: "[=it]", each: [=1..900]}
                        [#list 1..300000 as n][#assign m = n][/#list]
                        """);

        assertThat(problem(SHORT).code()).isEqualTo("CH-MANIFEST-044");
    }

    @Test
    void afterOneEvaluationThatTookTooLongNoneIsBegun() {
        new ManifestFolder(folder).manifest("""
                        base: b
                        install:
                          - {run: "[=it]", each: [=1..20]}
                        [#if true][#list 1..4000000 as n][#assign m = n][/#list][/#if]
                        """);

        Problem problem = assertTimeoutPreemptively(Duration.ofSeconds(15), () -> problem(SHORT));

        assertThat(problem.code()).isEqualTo("CH-MANIFEST-044");
    }

    @Test
    void aThousandItemsOfTwentyStepsAreReadInTime() {
        new ManifestFolder(folder)
                .manifest("base: b\ninstall:\n" + "  - {run: \"echo [=it] x\", each: [=1..1000]}\n".repeat(20));

        Manifest manifest = assertTimeoutPreemptively(Duration.ofSeconds(8), () -> new ManifestFolder(folder).load());

        assertThat(manifest.install()).hasSize(20_000);
    }

    @Test
    void textThatAliasesRepeatCountsEachTime() {
        new ManifestFolder(folder)
                .manifest("base: b\nname: &a " + "x".repeat(300_000) + "\ninstall: [" + "*a,".repeat(150_000) + "]\n");

        assertThat(problem())
                .hasToString("chandler.yml:1:1: this YAML is refused [CH-MANIFEST-007]: its texts, repeated by aliases,"
                        + " have more than 16777216 characters; write it out with fewer aliases and levels");
    }

    @Test
    void anInterpolationThatAliasesRepeatCountsEachTime() {
        new ManifestFolder(folder)
                .manifest("base: b\nname: &a \"[='x'?left_pad(1000000)]\"\ninstall: [" + "*a,".repeat(100) + "]\n");

        assertThat(problem().why()).contains("its values make more than 33554432 characters");
    }

    @Test
    void theValuesThatATemplateKeepsCountLikeItsOutput() {
        new ManifestFolder(folder).manifest("""
                        base: b
                        install:
                        [#assign s="x"?left_pad(1000000)][#list 1..130 as i]
                          - a [=s]
                        [/#list]
                        """);

        assertThat(problem().why()).contains("it writes or keeps more than 16777216 characters");
    }

    @Test
    void aValueThatNestsTooDeeplyIsAProblem() {
        new ManifestFolder(folder).manifest("""
                        base: b
                        [#assign x = 1][#list 1..3000 as i][#assign x = [x]][/#list]
                        install:
                          - {copy: {from: [=x], to: y}}
                        """);

        assertThat(problem().why()).contains("a value nests more than 50 levels");
    }

    @Test
    void aliasesCannotNestDeeperThanBrackets() {
        StringBuilder vars = new StringBuilder("vars:\n  a0: &a0 [x]\n");
        for (int i = 1; i < 50; i++) {
            vars.append("  a" + i + ": &a" + i + " " + "[".repeat(40) + "*a" + (i - 1) + "]".repeat(40) + "\n");
        }
        new ManifestFolder(folder).manifest(vars + "base: b\n");

        assertThat(problem().why()).contains("the document nests too deeply");
    }

    @Test
    void cancellingEndsALoadAsCancelled() {
        new ManifestFolder(folder).manifest("""
                        base: b
                        install:
                          - {run: "[=it]", each: [=1..20]}
                        """);
        ManifestLoader loader = new ManifestLoader(Duration.ofSeconds(10), new FolderModules(folder), id -> {});
        Thread.currentThread().interrupt();

        assertThat(catchThrowable(() -> loader.load(
                        new ManifestFolder(folder).request(), ManifestFolder.PROVISIONERS, manifest -> List.of())))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void aLongChainOfIncludesIsAProblemAtTheIncludeThatIsTooDeep() {
        ManifestFolder files = new ManifestFolder(folder).manifest("include: 1.yml\nbase: b\n");
        for (int i = 1; i < 3000; i++) {
            files.file(i + ".yml", "include: " + (i + 1) + ".yml\n");
        }
        files.file("3000.yml", "env: {A: b}\n");

        assertThat(problem())
                .hasToString("49.yml:1:10: the includes nest too deeply [CH-MANIFEST-023]: a file can be included over"
                        + " at most 50 levels; include it further up");
    }

    @Test
    void aThousandIncludedFilesAreTooMany() {
        StringBuilder text = new StringBuilder("include:\n");
        ManifestFolder files = new ManifestFolder(folder);
        for (int i = 1; i < 1100; i++) {
            text.append("  - ").append(i).append(".yml\n");
            files.file(i + ".yml", "env: {A: b}\n");
        }
        files.manifest(text + "base: b\n");

        assertThat(problem())
                .hasToString("chandler.yml:1001:5: there are too many included files [CH-MANIFEST-023]: a manifest can"
                        + " have at most 1000 files; put files together");
    }

    @Test
    void tooDeepYamlIsPlacedWhereItIsTooDeep() {
        new ManifestFolder(folder).manifest("base: b\nname: " + "[".repeat(60) + "]".repeat(60) + "\n");

        assertThat(problem())
                .hasToString("chandler.yml:2:56: this YAML is refused [CH-MANIFEST-007]: the document nests"
                        + " too deeply; write it out with fewer aliases and levels");
    }

    @Test
    void messagesShowNoMarks() {
        new ManifestFolder(folder).manifest("base: b\nname: \"\\[=1]\"\n");

        assertThat(problem().toString()).doesNotContain("\uE001", "57345");
    }

    @Test
    void scratchIsNoLanguage() {
        new ManifestFolder(folder).manifest("language: scratch\n");

        assertThat(problem())
                .hasToString(
                        "chandler.yml:1:11: scratch is no language [CH-MANIFEST-014]: language: names an image, and"
                                + " there is none of that name; write base: scratch");
    }
}
