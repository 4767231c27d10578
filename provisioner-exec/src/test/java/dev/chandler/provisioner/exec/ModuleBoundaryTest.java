package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A module's steps read nothing on the client but what is in its folder, whatever leads out of it. */
class ModuleBoundaryTest {

    @TempDir
    Path folder;

    private Path module;

    @BeforeEach
    void files() throws IOException {
        module = Files.createDirectories(folder.toRealPath().resolve("module"));
        Files.createDirectories(module.resolve("parts"));
        Files.writeString(module.resolve("parts/inside"), "inside");
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createDirectories(folder.resolve("module-2"));
        Files.writeString(folder.resolve("module-2/secret"), "secret");
        Files.createSymbolicLink(module.resolve("out"), folder.resolve("secret"));
        Files.createSymbolicLink(module.resolve("above"), Path.of(".."));
        Files.createSymbolicLink(module.resolve("in"), Path.of("parts/inside"));
    }

    /** What would read a file of the client, each with {@code FILE} in the place of its path. */
    static Stream<Arguments> readers() {
        List<String> outside = List.of(
                "../secret",
                "/etc/passwd",
                "out",
                "above/secret",
                "parts/../../secret",
                "../module-2/secret",
                "above/none");
        return Stream.of("copy", "fetch", "script", "stdin")
                .flatMap(reader -> outside.stream().map(path -> Arguments.of(reader, path)));
    }

    private void prepare(String reader, String path) throws InterruptedException {
        FakeRequest request = switch (reader) {
            case "script" -> new FakeRequest(Settings.map("script", path), module);
            case "stdin" ->
                new FakeRequest(Settings.text("cat"), module).beside(Settings.map("stdin", Map.of("file", path)));
            default -> new FakeRequest(Settings.map("from", path, "to", "/x"), module);
        };
        Provisioner provisioner = switch (reader) {
            case "copy" -> new CopyProvisioner();
            case "fetch" -> new FetchProvisioner();
            default -> new ExecProvisioner();
        };
        assertThat(provisioner.servesModules()).isTrue();
        provisioner.prepare(request.inModule(module));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void whatIsOutsideIsRefusedAtItsPlace(String reader, String path) {
        assertThatThrownBy(() -> prepare(reader, path))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-MODULE-011")
                .hasMessageContaining("is outside the module");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void whatIsInsideIsRead(String reader) {
        assertThatCode(() -> prepare(reader, "parts/inside")).doesNotThrowAnyException();
        assertThatCode(() -> prepare(reader, "in")).doesNotThrowAnyException();
        assertThatCode(() -> prepare(reader, "parts/../parts/inside")).doesNotThrowAnyException();
    }

    @Test
    void whatTakesSomethingOutOfTheInstanceIsNotForModules() {
        assertThat(new GetProvisioner().servesModules()).isFalse();
    }
}
