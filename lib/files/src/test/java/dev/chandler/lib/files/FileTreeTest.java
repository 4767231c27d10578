package dev.chandler.lib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    @TempDir
    Path folder;

    @Test
    void namesComeInTheOrderOfTheirBytes() throws IOException, InterruptedException {
        write("b/x", "");
        write("b-a", "");
        write("B", "");
        write("ü", "");
        write("a", "");

        assertThat(paths()).containsExactly("B", "a", "b", "b/x", "b-a", "ü");
    }

    @Test
    void excludedFoldersAreNotTaken() throws IOException, InterruptedException {
        write("src/main.py", "");
        write("node_modules/a/b", "");

        FileTree tree = scan("node_modules");

        assertThat(paths(tree)).containsExactly("src", "src/main.py");
        assertThat(tree.excludedAny()).isTrue();
    }

    @Test
    void anExceptionBringsTheFoldersAboveIt() throws IOException, InterruptedException {
        write("a/b/keep.py", "");
        write("a/b/drop.txt", "");
        write("a/c/drop.txt", "");

        assertThat(paths(scan("*", "!**/*.py"))).containsExactly("a", "a/b", "a/b/keep.py");
    }

    @Test
    void aFolderWithoutContentStays() throws IOException, InterruptedException {
        write("a/drop.txt", "");

        assertThat(paths(scan("a/*"))).containsExactly("a");
    }

    @Test
    void rulesOfAFolderAboveSeeTheWholePath() throws IOException, InterruptedException {
        write("a", "");
        write("b", "");

        IgnoreRules rules = IgnoreRules.of(List.of("src/app/a", "b"));
        FileTree tree = FileTree.scan(folder, List.of(new FileTree.Rules(rules, "src/app")));

        assertThat(paths(tree)).containsExactly("b");
    }

    @Test
    void everyRuleSetMayExclude() throws IOException, InterruptedException {
        write("a", "");
        write("b", "");
        write("c", "");

        FileTree tree = FileTree.scan(
                folder,
                List.of(
                        new FileTree.Rules(IgnoreRules.of(List.of("a")), ""),
                        new FileTree.Rules(IgnoreRules.of(List.of("b", "!a")), "")));

        assertThat(paths(tree)).containsExactly("c");
    }

    @Test
    void aLinkToTheFolderIsFollowedAndOthersAreNot() throws IOException, InterruptedException {
        write("real/a", "");
        link("real/loop", "..");
        link("link", "real");

        FileTree tree = FileTree.scan(folder.resolve("link"), List.of());

        assertThat(paths(tree)).containsExactly("a", "loop");
        assertThat(tree.entries().get(1).target()).isEqualTo("..");
    }

    @Test
    void aFileIsATreeOfItself() throws IOException, InterruptedException {
        write("real.txt", "text");
        link("link.txt", "real.txt");

        FileTree tree = FileTree.scan(folder.resolve("link.txt"), List.of());

        assertThat(tree.isFolder()).isFalse();
        assertThat(paths(tree)).containsExactly("link.txt");
        assertThat(tree.contents(Notes.NONE)).containsEntry("link.txt", Digest.of("text"));
    }

    @Test
    void equalTreesHaveEqualDigestsWhateverTheTime() throws IOException, InterruptedException {
        write("one/a", "text");
        write("two/a", "text");
        Files.setLastModifiedTime(folder.resolve("two/a"), FileTime.fromMillis(1));

        assertThat(digest("one")).isEqualTo(digest("two"));
    }

    @Test
    void theDigestIsAlwaysTheSame() throws IOException, InterruptedException {
        write("one/a", "text");
        link("one/l", "a");
        Files.setPosixFilePermissions(folder.resolve("one/a"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(digest("one"))
                .isEqualTo(Digest.of("chandler.tree.v1\na\0FILE\000644\0" + Digest.of("text") + "\nl\0LINK\0\0"
                        + Digest.of("a") + "\n"));
    }

    @Test
    void everyChangeChangesTheDigest() throws IOException, InterruptedException {
        write("one/a", "text");
        Digest before = digest("one");

        write("one/a", "tex");
        assertThat(digest("one")).isNotEqualTo(before);
        write("one/a", "text");
        assertThat(digest("one")).isEqualTo(before);
        Files.setPosixFilePermissions(folder.resolve("one/a"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(digest("one")).isNotEqualTo(before);
        Files.delete(folder.resolve("one/a"));
        write("one/b", "text");
        assertThat(digest("one")).isNotEqualTo(before);
        Files.delete(folder.resolve("one/b"));
        link("one/a", "text");
        assertThat(digest("one")).isNotEqualTo(before);
        Digest link = digest("one");
        Files.delete(folder.resolve("one/a"));
        link("one/a", "other");
        assertThat(digest("one")).isNotEqualTo(link);
    }

    @Test
    void aFileThatChangedSinceTheScanIsNotRead() throws IOException, InterruptedException {
        write("a", "text");
        FileTree tree = scan();
        write("a", "txet");
        Files.setLastModifiedTime(folder.resolve("a"), FileTime.fromMillis(1));

        assertThatThrownBy(() -> tree.digest(Notes.NONE))
                .isInstanceOf(FileTreeException.class)
                .hasMessageContaining("changed while it was being copied: \"" + folder.resolve("a"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> FileTree.scan(folder.resolve("nothing"), List.of()))
                .hasMessageContaining("no such file or folder: \"" + folder.resolve("nothing") + "\"");
    }

    @Test
    void specialFilesAreRefusedUnlessExcluded() throws Exception {
        Process process = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(process.waitFor()).isZero();

        assertThatThrownBy(this::scan).hasMessageContaining("cannot copy a named pipe: \"" + folder.resolve("pipe"));
        assertThat(paths(scan("pipe"))).isEmpty();
    }

    @Test
    void theNearestIgnoreFileIsOurOwn() throws IOException {
        assertThat(IgnoreFile.in(folder)).isEmpty();
        write(".dockerignore", "a");
        assertThat(IgnoreFile.in(folder).orElseThrow().rules().excludes("a")).isTrue();
        write(".chandlerignore", "b");
        assertThat(IgnoreFile.in(folder).orElseThrow().rules().excludes("a")).isFalse();
    }

    @Test
    void anInterruptEndsDigestingAsCancelled() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");
        FileTree tree = FileTree.scan(folder, List.of());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tree.digest(Notes.NONE)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptEndsLookingAtAFolderAsCancelled() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> FileTree.scan(folder, List.of())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anIgnoreFileThatIsAFolderOrLeadsNowhereIsAProblem() throws IOException {
        Files.createSymbolicLink(folder.resolve(".dockerignore"), Path.of("nothing"));
        assertThatThrownBy(() -> IgnoreFile.in(folder)).hasMessageContaining("no such file or folder");

        Files.createDirectory(folder.resolve(".chandlerignore"));
        assertThatThrownBy(() -> IgnoreFile.in(folder)).hasMessageContaining("an ignore file is a file");
    }

    @Test
    void anIgnoreFileThatIsNotUtf8IsPlacedAtItsLine() throws IOException {
        Files.write(folder.resolve(".dockerignore"), new byte[] {'a', '\n', 'b', (byte) 0xE9, '\n'});

        assertThatThrownBy(() -> IgnoreFile.in(folder))
                .hasMessageContaining(".dockerignore:2:1: cannot read")
                .hasMessageContaining("this line is not UTF-8");
    }

    private FileTree scan(String... patterns) throws FileTreeException, InterruptedException {
        return FileTree.scan(folder, List.of(new FileTree.Rules(IgnoreRules.of(Arrays.asList(patterns)), "")));
    }

    private List<String> paths() throws FileTreeException, InterruptedException {
        return paths(scan());
    }

    private static List<String> paths(FileTree tree) {
        return tree.entries().stream().map(FileEntry::path).toList();
    }

    private Digest digest(String name) throws FileTreeException, InterruptedException {
        return FileTree.scan(folder.resolve(name), List.of()).digest(Notes.NONE);
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text);
    }

    @Test
    void namesOfOneFileAreNotTwoFilesOfOneContent() throws IOException, FileTreeException, InterruptedException {
        Files.createDirectories(folder.resolve("one"));
        Files.writeString(folder.resolve("one/a"), "text");
        Files.createDirectories(folder.resolve("two"));
        Files.writeString(folder.resolve("two/a"), "text");
        Files.createLink(folder.resolve("one/b"), folder.resolve("one/a"));
        Files.writeString(folder.resolve("two/b"), "text");

        assertThat(digest("one")).isNotEqualTo(digest("two"));
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(path), Path.of(target));
    }

    @Test
    void oneFileCanBeReadAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "text");

        try (FileContent content = FileTree.scan(file, List.of()).content()) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("text");
            assertThat(content.failure()).isEmpty();
        }
    }

    @Test
    void aFileThatChangedSinceItWasLookedAtIsNotRead() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "text");
        try (FileContent content = FileTree.scan(file, List.of()).content()) {
            Files.writeString(file, "another text");

            assertThatThrownBy(content::readAllBytes).hasMessageContaining("CH-FILES-004");
            assertThat(content.failure()).isPresent();
        }
    }
}
