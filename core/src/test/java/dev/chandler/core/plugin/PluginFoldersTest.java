package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.core.trust.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginFoldersTest {

    @Test
    void comeInTheOrderOfTheDesign() {
        List<PluginFolder> folders = PluginFolders.of(
                Optional.of(Path.of("/opt/chandler")),
                Path.of("/home/me/.local/share/chandler"),
                Path.of("/src/app"),
                List.of(Path.of("flagged")),
                Map.of("CHANDLER_PLUGINS", "/a:/b::"));

        assertThat(folders)
                .containsExactly(
                        new PluginFolder(
                                Path.of("/opt/chandler/plugins"), "the distribution", false, Place.DISTRIBUTION),
                        new PluginFolder(
                                Path.of("/home/me/.local/share/chandler/plugins"),
                                "the user's folder",
                                false,
                                Place.USER),
                        new PluginFolder(Path.of("/src/app/.chandler/plugins"), "the project", false, Place.PROJECT),
                        new PluginFolder(Path.of("flagged"), "--plugins", true),
                        new PluginFolder(Path.of("/a"), "CHANDLER_PLUGINS", true),
                        new PluginFolder(Path.of("/b"), "CHANDLER_PLUGINS", true));
    }

    @Test
    void needNeitherDistributionNorVariable() {
        assertThat(PluginFolders.of(Optional.empty(), Path.of("/d"), Path.of("/p"), List.of(), Map.of()))
                .extracting(PluginFolder::required)
                .containsExactly(false, false);
    }
}
