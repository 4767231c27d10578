package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
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

    @TempDir
    Path folder;

    private Problem problem() {
        ManifestLoader loader = new ManifestLoader(Duration.ofSeconds(1));
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

        assertThat(problem().code()).startsWith("CH-MANIFEST-04");
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

        assertThat(problem().code()).isEqualTo("CH-MANIFEST-044");
    }
}
