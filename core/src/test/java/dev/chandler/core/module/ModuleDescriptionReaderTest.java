package dev.chandler.core.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleDescriptionReaderTest {

    @TempDir
    Path folder;

    private final ProblemLog problems = new ProblemLog();

    private Optional<ModuleDescription> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve(ModuleDescription.FILE), text);
        return new SourceReader(folder, problems)
                .read(file)
                .flatMap(source -> new ModuleDescriptionReader(problems).read(source));
    }

    @Test
    void readsWhatAModuleSaysOfItselfAndLeavesItsTemplateAsItIs() throws IOException {
        ModuleDescription read = read("""
                        name: web/nginx
                        version: 1.2.0
                        description: serves files
                        license: Apache-2.0
                        requires:
                          modules: [core/ca-certificates@^1, ./parts]
                          engines: docker
                          plugins: {consul-template: ">=0.1 & <1"}
                        parameters:
                          port: {type: number, default: 80}
                        install:
                        [#if port != 80]
                          - echo [=port]
                        [/#if]
                        """).orElseThrow();

        assertThat(problems.sorted()).isEmpty();
        assertThat(read.name()).isEqualTo("web/nginx");
        assertThat(read.version()).isEqualTo("1.2.0");
        assertThat(read.license()).contains("Apache-2.0");
        assertThat(read.requires())
                .extracting(ModuleUse::reference)
                .containsExactly("core/ca-certificates@^1", "./parts");
        assertThat(read.engines()).containsExactly("docker");
        assertThat(read.plugins()).containsEntry("consul-template", ">=0.1 & <1");
        assertThat(read.parameters()).isPresent();
        assertThat(read.body().text())
                .startsWith("\n".repeat(10) + "install:\n[#if port")
                .doesNotContain("web/nginx");
    }

    @Test
    void aNameAndAVersionMustBeThereAndBeSuch() throws IOException {
        assertThat(read("name: Web Nginx\nversion: '1.2'\nrequires: {module: a}\n"))
                .isEmpty();

        assertThat(problems.sorted())
                .extracting(Problem::what)
                .containsExactly(
                        "\"name\" must be a module's name such as web/nginx",
                        "\"version\" must be a semantic version such as 1.2.0",
                        "unknown key \"module\"");
    }

    @Test
    void aCapabilityThatNobodyKnowsIsSaidAtItsPlace() throws IOException {
        assertThat(read("name: a\nversion: 1.0.0\nrequires:\n  capabilities: [mount-cache, mount-cash]\n"))
                .isPresent();

        assertThat(problems.sorted()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).hasToString("Optional[module.yml:4:31]");
            assertThat(problem.toString()).contains("capabilities", "mount-cash");
        });
    }

    @Test
    void anEmptyFileHasNeither() throws IOException {
        assertThat(read("")).isEmpty();

        assertThat(problems.sorted())
                .extracting(Problem::what)
                .containsExactly("missing key \"name\"", "missing key \"version\"");
    }
}
