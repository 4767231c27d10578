package dev.chandler.core.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a user writes to what can be made, before anything is. */
class OutputsTest {

    private static final Set<String> ENGINES = Set.of("docker", "lxd", "fake");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    private List<Output> read(String... texts) {
        OutputReader reader = new OutputReader(problems::add);
        return List.of(texts).stream()
                .flatMap(text -> reader.read(text, folder, Optional.empty()).stream())
                .toList();
    }

    private void check(String... texts) {
        OutputChecks.requirePlaces(read(texts), ENGINES, problems);
    }

    private List<String> codes() {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    void aKindAndAPlaceAreRead() {
        assertThat(read("registry:host:5000/app", "oci:dist/image", "docker-archive:/abs/app.tar", "docker:app:1.0"))
                .extracting(Output::kind, Output::name, Output::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("registry", "host:5000/app:latest", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple("oci", "", Optional.of(folder.resolve("dist/image"))),
                        org.assertj.core.groups.Tuple.tuple("docker-archive", "", Optional.of(Path.of("/abs/app.tar"))),
                        org.assertj.core.groups.Tuple.tuple("docker", "app:1.0", Optional.empty()));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oci", "oci:", ":x", "dist/image", "OCI:x", "oci:/", "oci:a\0b"})
    void whatIsNoOutputIsRefused(String text) {
        assertThat(read(text)).isEmpty();
        assertThat(codes()).containsExactly("CH-OUTPUT-001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry:App", "docker:a b", "registry:host/app@sha256:00", "registry:host/"})
    void whatIsNoNameIsRefused(String text) {
        assertThat(read(text)).isEmpty();
        assertThat(codes()).containsExactly("CH-OUTPUT-004");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-", "a/"})
    void aNameOfAnyLengthIsJudged(String part) {
        assertThat(read("registry:" + part.repeat(100_000) + "a")).isEmpty();
        assertThat(ImageReference.isRepository(part.repeat(100_000) + "a")).isFalse();
        assertThat(read("registry:" + part.repeat(100) + "a")).hasSize(1);
    }

    @Test
    void allThatIsWrongWithPlacesComesTogether() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        Files.createDirectories(folder.resolve("full/of"));

        assertThatThrownBy(() -> check(
                        "App",
                        "dokcer:app",
                        "oci:full",
                        "oci:file/below",
                        "oci:x",
                        "docker-archive:x/y",
                        "docker-archive:full"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::code)
                                .containsExactly(
                                        "CH-OUTPUT-001", // App
                                        "CH-OUTPUT-001", // dokcer
                                        "CH-OUTPUT-005", // x and x/y
                                        "CH-OUTPUT-005", // full and full
                                        "CH-OUTPUT-006", // oci:full
                                        "CH-OUTPUT-006", // docker-archive:full
                                        "CH-OUTPUT-006")); // file/below
    }

    @Test
    void anUnknownKindIsGuessed() {
        assertThatThrownBy(() -> check("dokcer:app")).isInstanceOfSatisfying(ManifestException.class, e -> {
            assertThat(e.problems().get(0).why())
                    .contains("available: docker, docker-archive, fake, lxd, oci, registry");
            assertThat(e.problems().get(0).remedy())
                    .hasValueSatisfying(remedy -> assertThat(remedy).contains("docker"));
        });
    }

    @Test
    void aPlaceBelowAFileIsTheSurroundingsFault() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> check("docker-archive:file/app.tar"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-OUTPUT-006"));
    }

    @Test
    void checkingWritesNothing() throws IOException {
        check("oci:a/b", "docker-archive:c/d.tar");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theCommandLinesReplaceTheManifestsAndAPushComesFirst() {
        List<Output> manifest = read("oci:a");
        List<Output> given = read("registry:host/app:1", "oci:b");

        assertThat(OutputSelection.of(manifest, List.of(), List.of("app:1"), false, problems::add))
                .isEqualTo(manifest);
        assertThat(OutputSelection.of(manifest, given, List.of("host/app:1", "x:2"), true, problems::add))
                .extracting(Output::text)
                .containsExactly("registry:host/app:1", "registry:x:2", "oci:b");
    }

    @Test
    void pushingWithoutANameIsAProblem() {
        OutputSelection.of(List.of(), List.of(), List.of(), true, problems::add);

        assertThat(codes()).containsExactly("CH-OUTPUT-007");
    }

    @Test
    void whatTheEngineCannotDoIsSaidOfEachOutput() {
        List<Output> outputs = read("fake:app", "lxd:app", "registry:app", "oci:a");
        FakeHost host = new FakeHost().without(Capability.PUSH).without(Capability.EXPORT);
        try (FakeEngine able = new FakeHost().connect("b");
                FakeEngine unable = host.connect("b")) {
            assertThat(OutputChecks.abilities(outputs, able))
                    .extracting(Problem::code)
                    .containsExactly("CH-OUTPUT-002");
            assertThat(OutputChecks.abilities(outputs, unable))
                    .extracting(Problem::code)
                    .containsExactly("CH-OUTPUT-002", "CH-OUTPUT-003", "CH-OUTPUT-003");
        }
    }
}
