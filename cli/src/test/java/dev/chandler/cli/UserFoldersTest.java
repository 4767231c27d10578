package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.CacheException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFoldersTest {

    @Test
    void followsTheVariables() {
        UserFolders folders = UserFolders.of(Map.of(
                "HOME",
                "/home/u",
                "XDG_CACHE_HOME",
                "/c",
                "XDG_STATE_HOME",
                "/s",
                "XDG_DATA_HOME",
                "/d",
                "XDG_CONFIG_HOME",
                "/e"));
        assertThat(folders)
                .isEqualTo(new UserFolders(
                        Path.of("/c/chandler"),
                        Path.of("/s/chandler"),
                        Path.of("/d/chandler"),
                        Optional.of(Path.of("/e/chandler"))));
    }

    @Test
    void ignoresRelativeOnesAsTheSpecificationSays() {
        UserFolders folders = UserFolders.of(Map.of("HOME", "/home/u", "XDG_CACHE_HOME", "cache"));
        assertThat(folders.cache()).isEqualTo(Path.of("/home/u/.cache/chandler"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "home", "./home"})
    void takesTheSystemsHomeWhereTheVariableIsNoAbsolutePath(String home) {
        assertThat(UserFolders.of(Map.of("HOME", home), "/home/u").state())
                .isEqualTo(Path.of("/home/u/.local/state/chandler"));
    }

    @Test
    void refusesToKeepAnythingWhereNobodyHasAHome() {
        assertThatThrownBy(() -> UserFolders.of(Map.of("HOME", ""), "?"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("set HOME");
        Map<String, String> all = Map.of("XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "/s", "XDG_DATA_HOME", "/d");
        assertThat(UserFolders.of(all, "?").cache()).isEqualTo(Path.of("/c/chandler"));
        assertThat(UserFolders.of(all, "?").config()).isEmpty();
    }
}
