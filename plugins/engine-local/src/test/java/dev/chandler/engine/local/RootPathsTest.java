package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootPathsTest {

    @TempDir
    Path root = Path.of("");

    private RootPaths paths = new RootPaths(Path.of(""));

    @BeforeEach
    void makeFiles() throws IOException {
        paths = new RootPaths(root);
        Files.createDirectories(root.resolve("etc/deep"));
        link("absolute", "/etc");
        link("climbing", "../../../../etc/deep");
        link("etc/deep/beside", "../..");
        link("circle", "circle");
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @Test
    void absoluteLinksBeginAtTheInstancesRoot() throws IOException {
        assertThat(paths.inside("/absolute/passwd")).isEqualTo(Path.of("etc/passwd"));
    }

    @Test
    void nothingClimbsOut() throws IOException {
        assertThat(paths.inside("/climbing/x")).isEqualTo(Path.of("etc/deep/x"));
        assertThat(paths.inside("/../../x")).isEqualTo(Path.of("x"));
        assertThat(paths.inside("/etc/deep/beside/../absolute")).isEqualTo(Path.of("etc"));
    }

    @Test
    void whatIsNotThereIsAsItIs() throws IOException {
        assertThat(paths.inside("/none//of/./this/")).isEqualTo(Path.of("none/of/this"));
        assertThat(paths.follow("/")).isEqualTo(root.resolve(""));
    }

    @Test
    void aCircleIsAProblem() {
        assertThatThrownBy(() -> paths.inside("/circle/x")).hasMessageContaining("too many links");
    }
}
