package dev.chandler.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds the JSON Schema against manifests that are right, and against others that are not. */
class ManifestSchemaTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final String SEPARATOR = "(?m)^---\\n";

    @TempDir
    Path folder;

    private EditorSchema schema;

    @BeforeEach
    void readTheSchema() throws IOException {
        schema = EditorSchema.of(Captured.run(folder, "schema").out());
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/app.py"), "print(1)\n");
        Files.writeString(folder.resolve("common.yml"), "env: {LANG: C}\n");
        Files.writeString(folder.resolve("rootfs.tar"), "");
        Files.writeString(
                Files.createDirectories(folder.resolve("mod")).resolve("module.yml"),
                "name: mod\nversion: 1.0.0\nparameters: {port: {type: number, default: 1}}\ninstall: [x]\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("given")).resolve("module.yml"),
                "name: given\nversion: 1.0.0\nparameters: {port: 1}\ninstall: [{run: x, secrets: [b]}]\n");
    }

    @Test
    void theSchemaOfTheDocumentsIsTheOneThatIsPrinted() {
        Golden.assertMatches(
                "../../../../docs/chandler.schema.json",
                Captured.run(folder, "schema").out());
    }

    @Test
    void isASchemaItself() {
        assertThat(schema.againstItsOwn()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> takesEveryExampleRendered() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            return files.filter(file -> file.endsWith("chandler.yml")).toList().stream()
                    .map(file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> {
                        Captured rendered = Captured.run(folder, "render", "-f", file.toString());
                        assertThat(rendered.err()).isEmpty();
                        assertThat(schema.problems(rendered.out())).isEmpty();
                    }));
        }
    }

    @Test
    void takesEveryManifestAndPartOfOneThatTheReferenceShows() throws IOException {
        assertThat(BLOCK.matcher(Files.readString(ROOT.resolve("docs/manifest.md")))
                        .results()
                        .map(match -> match.group(1)))
                .hasSizeGreaterThan(6)
                .allSatisfy(block -> assertThat(schema.problems(whole(block))).isEmpty());
    }

    private static String whole(String block) {
        return block.startsWith(" ") ? "install:\n" + block : block;
    }

    @Test
    void takesWhatInitWrites() throws IOException {
        assertThat(Captured.run(folder, "init", "app").code()).isZero();

        assertThat(schema.problems(Files.readString(folder.resolve("app/chandler.yml"))))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> takesWhatValidateTakes() throws IOException {
        return manifests("right.yml")
                .map(manifest -> DynamicTest.dynamicTest(firstLine(manifest), () -> {
                    assertThat(schema.problems(manifest)).isEmpty();
                    Captured validated = validated(manifest);
                    assertThat(validated.err()).isEmpty();
                    assertThat(validated.code()).isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatValidateRefuses() throws IOException {
        return manifests("wrong.yml")
                .map(manifest -> DynamicTest.dynamicTest(firstLine(manifest), () -> {
                    assertThat(schema.problems(manifest)).isNotEmpty();
                    assertThat(validated(manifest).code()).isEqualTo(2);
                }));
    }

    private Captured validated(String manifest) throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), manifest);
        return Captured.run(folder, "validate");
    }

    private static Stream<String> manifests(String name) throws IOException {
        Path file = Path.of(System.getProperty("basedir", "")).resolve("src/test/resources/schema/" + name);
        return Stream.of(Files.readString(file).split(SEPARATOR, -1));
    }

    private static String firstLine(String manifest) {
        return manifest.split("\n", 2)[0];
    }
}
