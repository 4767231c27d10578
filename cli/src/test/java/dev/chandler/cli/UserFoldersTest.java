package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {

    @Test
    void followsTheVariables() {
        UserFolders folders = UserFolders.of(
                Map.of("HOME", "/home/u", "XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "/s", "XDG_DATA_HOME", "/d"));
        assertThat(folders)
                .isEqualTo(new UserFolders(Path.of("/c/chandler"), Path.of("/s/chandler"), Path.of("/d/chandler")));
    }

    @Test
    void ignoresRelativeOnesAsTheSpecificationSays() {
        UserFolders folders = UserFolders.of(Map.of("HOME", "/home/u", "XDG_CACHE_HOME", "cache"));
        assertThat(folders.cache()).isEqualTo(Path.of("/home/u/.cache/chandler"));
    }
}
