package dev.chandler.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds the JSON Schema of modules against modules that are right, and against others that are not. */
class ModuleSchemaTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    @TempDir
    Path folder;

    private EditorSchema schema;

    @BeforeEach
    void readTheSchema() throws IOException {
        schema = EditorSchema.of(Captured.run(folder, "schema", "module").out());
        Files.createDirectories(folder.resolve("mod"));
        Files.writeString(folder.resolve("mod/file"), "x");
        Files.writeString(
                Files.createDirectories(folder.resolve("other")).resolve("module.yml"),
                "name: other\nversion: 1.0.0\nparameters: {port: 1}\ninstall: [x]\n");
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\nmodules: [{use: ./mod}]\n");
    }

    @Test
    void theSchemaOfTheDocumentsIsTheOneThatIsPrinted() {
        Golden.assertMatches(
                "../../../../docs/module.schema.json",
                Captured.run(folder, "schema", "module").out());
    }

    @Test
    void isASchemaItself() {
        assertThat(schema.againstItsOwn()).isEmpty();
    }

    @Test
    void anythingElseHasNone() {
        Captured refused = Captured.run(folder, "schema", "lock");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("expected one of manifest, module");
    }

    @TestFactory
    Stream<DynamicTest> takesTheShelf() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("modules"))) {
            return files.filter(file -> file.endsWith("module.yml")).toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            ROOT.relativize(file).toString(),
                            () -> assertThat(schema.problems(Files.readString(file)))
                                    .isEmpty()));
        }
    }

    @Test
    void takesWhatModuleNewWrites() throws IOException {
        Captured.run(folder, "module", "new", "web/motd");

        assertThat(schema.problems(Files.readString(folder.resolve("motd/module.yml"))))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> takesWhatValidateTakes() {
        return Stream.of(
                        "",
                        "parameters:\nenv:\ninstall:\nscript:\n",
                        "# yaml-language-server: $schema=x\ndescription: one\nlicense: MIT\n",
                        "requires: {modules: ../other, engines: docker, capabilities: [push], plugins: {exec: '>=0'}}\n",
                        "requires: {modules: [../other]}\ninstall:\n  - use: ../other\n    with: {port: 2}\n",
                        "parameters: {a: x, b: {type: list, default: [1]}, c: {x: 1}}\nenv: {A: '[=a]'}\n",
                        "install:\n  - copy: {from: file, to: /x}\n  - run: echo\n    name: one\nscript: [x, [y, z]]\n",
                        "install:\n  - parallel: [a, [b, c]]\n")
                .map(body -> DynamicTest.dynamicTest("name, version, " + body.replace('\n', ' '), () -> {
                    assertThat(schema.problems(whole(body))).isEmpty();
                    Captured validated = validated(body);
                    assertThat(validated.err()).isEmpty();
                    assertThat(validated.code()).isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatValidateRefuses() {
        return Stream.of(
                        "base: busybox\n",
                        "modules: [{use: ../other}]\n",
                        "requires: {module: ../other}\n",
                        "requires: [docker]\n",
                        "requires:\n",
                        "parameters: [a]\n",
                        "parameters: {a: {type: text}}\n",
                        "install: [{rnu: x}]\n",
                        "install:\n  - get: {from: /x, to: x}\n",
                        "env: [A]\n")
                .map(body -> DynamicTest.dynamicTest("name, version, " + body.replace('\n', ' '), () -> {
                    assertThat(schema.problems(whole(body))).isNotEmpty();
                    assertThat(validated(body).code()).isEqualTo(2);
                }));
    }

    private static String whole(String body) {
        return "name: web/mod\nversion: 1.0.0\n" + body;
    }

    private Captured validated(String body) throws IOException {
        Files.writeString(folder.resolve("mod/module.yml"), whole(body));
        return Captured.run(folder, "validate");
    }
}
