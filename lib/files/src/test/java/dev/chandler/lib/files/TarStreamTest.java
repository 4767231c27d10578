package dev.chandler.lib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarStreamTest {

    private static final TarOptions PLAIN = new TarOptions("", "", 0, 0, OptionalInt.empty());

    @TempDir
    Path folder;

    @Test
    void everythingIsAsOnTheClientButTheOwner() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/f"), "text");
        Files.setPosixFilePermissions(folder.resolve("d/f"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(folder.resolve("d/f"), FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
        Files.createSymbolicLink(folder.resolve("l"), Path.of("d/f"));

        List<TarArchiveEntry> entries = entries(new TarOptions("", "", 1000, 1001, OptionalInt.empty()));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("d/", "d/f", "l");
        assertThat(entries).allMatch(entry -> entry.getLongUserId() == 1000 && entry.getLongGroupId() == 1001);
        assertThat(entries)
                .allMatch(entry ->
                        entry.getUserName().isEmpty() && entry.getGroupName().isEmpty());
        assertThat(entries.get(0).isDirectory()).isTrue();
        assertThat(entries.get(1).getMode() & 07777).isEqualTo(0751);
        assertThat(entries.get(1).getSize()).isEqualTo(4);
        assertThat(entries.get(1).getModTime().toInstant()).isEqualTo("2001-02-03T04:05:06Z");
        assertThat(entries.get(2).isSymbolicLink()).isTrue();
        assertThat(entries.get(2).getLinkName()).isEqualTo("d/f");
    }

    @Test
    void aModeHoldsForFilesAndFoldersCanBeEntered() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/f"), "text");

        List<TarArchiveEntry> entries = entries(new TarOptions("", "", 0, 0, OptionalInt.of(0640)));

        assertThat(entries.get(0).getMode() & 07777).isEqualTo(0750);
        assertThat(entries.get(1).getMode() & 07777).isEqualTo(0640);
    }

    @Test
    void contentsComeWholeAndPadded() throws IOException, InterruptedException {
        byte[] bytes = new byte[1_000_003];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve("a"), bytes);
        Files.write(folder.resolve("b"), new byte[512]);
        Files.write(folder.resolve("c"), new byte[0]);

        byte[] archive = archive(PLAIN);
        TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive));

        assertThat(archive.length % 512).isZero();
        assertThat(tar.getNextEntry().getName()).isEqualTo("a");
        assertThat(tar.readAllBytes()).isEqualTo(bytes);
        assertThat(tar.getNextEntry().getName()).isEqualTo("b");
        assertThat(tar.readAllBytes()).isEqualTo(new byte[512]);
        assertThat(tar.getNextEntry().getSize()).isZero();
        assertThat(tar.getNextEntry()).isNull();
    }

    @Test
    void longAndForeignNamesAreKept() throws IOException, InterruptedException {
        String name = "ü😀 ".repeat(20);
        String target = "t".repeat(300);
        Files.createDirectories(folder.resolve("x".repeat(200)).resolve(name));
        Files.createSymbolicLink(folder.resolve("y"), Path.of(target));

        List<TarArchiveEntry> entries = entries(PLAIN);

        assertThat(entries.get(1).getName()).isEqualTo("x".repeat(200) + "/" + name + "/");
        assertThat(entries.get(2).getLinkName()).isEqualTo(target);
    }

    @Test
    void filesAndOwnersMayBeBig() throws IOException, InterruptedException {
        long size = 9L << 30;
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            file.setLength(size);
        }
        TarOptions options = new TarOptions("", "", 3_000_000, 0, OptionalInt.empty());
        try (TarStream stream = tree().tar(options);
                TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
            TarArchiveEntry entry = tar.getNextEntry();

            assertThat(entry.getSize()).isEqualTo(size);
            assertThat(entry.getLongUserId()).isEqualTo(3_000_000);
        }
    }

    @Test
    void namesOfOneFileStayThat() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");
        Files.createLink(folder.resolve("b"), folder.resolve("a"));
        Files.writeString(folder.resolve("c"), "text");

        List<TarArchiveEntry> entries = entries(new TarOptions("in", "", 7, 8, OptionalInt.of(0640)));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("in/", "in/a", "in/b", "in/c");
        assertThat(entries.get(2).isLink()).isTrue();
        assertThat(entries.get(2).getLinkName()).isEqualTo("in/a");
        assertThat(entries.get(2).getSize()).isZero();
        assertThat(entries.get(2).getMode() & 07777).isEqualTo(0640);
        assertThat(entries.get(2).getLongUserId()).isEqualTo(7);
        assertThat(entries.get(3).isLink()).isFalse();
    }

    @Test
    void aFileWhoseOtherNamesAreElsewhereIsOneOfItsOwn() throws IOException, InterruptedException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(folder.resolve("a"), "text");
        Files.createLink(inner.resolve("b"), folder.resolve("a"));

        List<TarArchiveEntry> entries = entries(FileTree.scan(inner, List.of()), PLAIN);

        assertThat(entries).singleElement().matches(entry -> !entry.isLink() && entry.getSize() == 4);
    }

    @Test
    void oneFileGetsTheNameAskedFor() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");
        FileTree tree = FileTree.scan(folder.resolve("a"), List.of());

        List<TarArchiveEntry> entries = entries(tree, new TarOptions("", "b.txt", 0, 0, OptionalInt.empty()));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("b.txt");
    }

    @Test
    void oneFileMayBeInADirectoryToo() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");
        FileTree tree = FileTree.scan(folder.resolve("a"), List.of());

        List<TarArchiveEntry> entries = entries(tree, new TarOptions("etc", "b", 7, 7, OptionalInt.of(0600)));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("etc/", "etc/b");
        assertThat(entries.get(0).getMode() & 07777).isEqualTo(0755);
    }

    @Test
    void aDirectoryThatHoldsEverythingComesFirst() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");

        List<TarArchiveEntry> entries = entries(new TarOptions("app", "", 7, 7, OptionalInt.empty()));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("app/", "app/a");
        assertThat(entries.get(0).getMode() & 07777).isEqualTo(0755);
        assertThat(entries.get(0).getLongUserId()).isEqualTo(7);
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsAnError() throws IOException, InterruptedException {
        Files.write(folder.resolve("a"), new byte[100_000]);
        try (TarStream tar = tree().tar(PLAIN)) {
            assertThat(tar.readNBytes(50_000)).hasSize(50_000);
            Files.write(folder.resolve("a"), new byte[100_001]);

            assertThatThrownBy(tar::readAllBytes)
                    .isInstanceOf(FileTreeException.class)
                    .hasMessageContaining("changed while it was being copied");
            assertThat(tar.failure()).isPresent();
        }
    }

    @Test
    void aFileThatIsGoneIsAnError() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a"), "text");
        try (TarStream tar = tree().tar(PLAIN)) {
            Files.delete(folder.resolve("a"));

            assertThatThrownBy(tar::readAllBytes).hasMessageContaining("changed while it was being copied");
        }
    }

    @Test
    void anEmptyTreeIsAWholeArchive() throws IOException, InterruptedException {
        assertThat(archive(PLAIN)).isEqualTo(new byte[1024]);
    }

    private FileTree tree() throws FileTreeException, InterruptedException {
        return FileTree.scan(folder, List.of());
    }

    private byte[] archive(TarOptions options) throws IOException, InterruptedException {
        try (TarStream tar = tree().tar(options)) {
            return tar.readAllBytes();
        }
    }

    private List<TarArchiveEntry> entries(TarOptions options) throws IOException, InterruptedException {
        return entries(tree(), options);
    }

    private static List<TarArchiveEntry> entries(FileTree tree, TarOptions options) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(tree.tar(options))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
