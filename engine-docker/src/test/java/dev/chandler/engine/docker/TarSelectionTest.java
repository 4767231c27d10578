package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.TarFiles;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TarSelectionTest {

    private static Map<String, TarFiles.Entry> read(Predicate<String> wanted, TarSelection.Part... parts) {
        Deque<TarSelection.Part> left = new ArrayDeque<>(List.of(parts));
        return TarFiles.read(new TarSelection(() -> Optional.ofNullable(left.pollFirst()), wanted));
    }

    private static TarSelection.Part part(String folder, InputStream tar) {
        return new TarSelection.Part(tar, folder);
    }

    @Test
    void severalArchivesAreOneUnderTheirWholePaths() {
        InputStream first = new TarFiles().file("group", 0644, 0, "g").stream();
        InputStream second = new TarFiles()
                        .directory("deep", 0755, 0)
                        .file("deep/" + "n".repeat(120), 0644, 0, "x".repeat(200_000))
                        .link("deep/link", "/target")
                        .stream();

        Map<String, TarFiles.Entry> all = read(path -> true, part("/etc/", first), part("/", second));

        assertThat(all).containsOnlyKeys("etc/group", "deep", "deep/" + "n".repeat(120), "deep/link");
        assertThat(all.get("deep/" + "n".repeat(120)).text()).hasSize(200_000);
        assertThat(all.get("deep/link").link()).isEqualTo("/target");
    }

    @Test
    void whatIsNotWantedIsLeftOut() {
        InputStream tar = new TarFiles()
                .directory("a", 0755, 0).file("a/x", 0644, 0, "x".repeat(1000)).file("b", 0644, 0, "b").stream();

        assertThat(read(path -> path.equals("/a") || path.equals("/b"), part("/", tar)))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void nothingIsAnEmptyArchive() {
        assertThat(read(path -> true)).isEmpty();
    }
}
