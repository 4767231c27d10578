package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.ModulePacking;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules of the folder {@code modules}; that they work is in {@code ShelfIT}. */
class ShelfTest {

    private static final Path SHELF =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("modules");

    /** Where what is written by hand begins in a module's README. */
    private static final String BY_HAND = "\n## Use\n";

    /** What commands keep goes here, and not into the shelf. */
    @TempDir
    Path folder;

    static List<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(SHELF)) {
            return folders.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allAreThere() throws IOException {
        assertThat(modules())
                .containsExactly("ca-certificates", "minimal-init", "nginx", "non-root-user", "python-app", "strip");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void eachPacks(String name) throws Exception {
        ModuleContent content = ModulePacking.pack(SHELF.resolve(name));

        assertThat(content.file("module.yml")).isPresent();
        assertThat(content.file("README.md")).isPresent();
        assertThat(content.file("test/chandler.yml")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void whatTryingItLeavesIsNotPacked(String name) throws Exception {
        Path module = folder.resolve(name);
        try (Stream<Path> files = Files.walk(SHELF.resolve(name))) {
            for (Path each :
                    files.filter(file -> !file.endsWith("chandler.lock")).toList()) {
                Files.copy(
                        each,
                        module.resolve(SHELF.resolve(name).relativize(each).toString()));
            }
        }
        ModuleContent before = ModulePacking.pack(module);
        Files.writeString(module.resolve("test/chandler.lock"), "version: 1\n");
        Files.createDirectories(module.resolve("test/.chandler/plugins"));

        assertThat(ModulePacking.pack(module).digest()).isEqualTo(before.digest());
        assertThat(before.file("test/chandler.yml")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void eachIsNamedAfterItsFolderAndStandsInTheTable(String name) throws IOException {
        String module = Files.readString(SHELF.resolve(name).resolve("module.yml"));
        String description = line(module, "description: ");

        assertThat(line(module, "name: ")).isEqualTo("core/" + name);
        assertThat(line(module, "license: ")).isEqualTo("Apache-2.0");
        assertThat(Files.readString(SHELF.resolve("README.md")))
                .contains(
                        "| [`core/%s`](%s) | %s | %s |".formatted(name, name, line(module, "version: "), description));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void itsTestIsValid(String name) {
        Captured validated = Captured.run(
                folder,
                "validate",
                SHELF.resolve(name).resolve("test/chandler.yml").toString());

        assertThat(validated.err()).isEmpty();
        assertThat(validated.code()).isZero();
    }

    /** {@code -Dgolden.update=true} writes it. */
    @ParameterizedTest
    @MethodSource("modules")
    void itsReadmeBeginsAsModuleDocsSays(String name) throws IOException {
        Captured docs =
                Captured.run(folder, "module", "docs", SHELF.resolve(name).toString());
        String readme = Files.readString(SHELF.resolve(name).resolve("README.md"));

        assertThat(docs.err()).isEmpty();
        assertThat(readme).contains(BY_HAND);
        Golden.assertMatches(
                "../../../../modules/" + name + "/README.md", docs.out() + readme.substring(readme.indexOf(BY_HAND)));
    }

    private static String line(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElse("")
                .substring(key.length());
    }
}
