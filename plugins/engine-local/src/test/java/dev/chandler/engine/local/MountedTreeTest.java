package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MountedTreeTest {

    private static String line(int id, int parent, String place, String options) {
        return id + " " + parent + " 0:1 / " + place + " " + options + " shared:1 - tmpfs none rw";
    }

    @Test
    void thoseBelowAPlaceAreFoundWithTheirOptions() {
        MountedTree tree = MountedTree.parse(List.of(
                line(1, 0, "/", "rw"),
                line(2, 1, "/a", "rw"),
                line(3, 2, "/a/b\\040c", "rw,nosuid"),
                line(4, 1, "/ab", "rw")));

        assertThat(tree.below(Path.of("/a"))).containsOnly(Map.entry(Path.of("/a/b c"), "rw,nosuid"));
    }

    @Test
    void oneThatNoPathLeadsToIsNotAmongThem() {
        MountedTree tree = MountedTree.parse(List.of(
                line(1, 0, "/", "rw"),
                line(2, 1, "/a/deep/one", "rw"),
                line(3, 1, "/a/deep", "ro"),
                line(4, 3, "/a/deep/two", "rw")));

        assertThat(tree.below(Path.of("/a"))).containsOnlyKeys(Path.of("/a/deep"), Path.of("/a/deep/two"));
    }
}
