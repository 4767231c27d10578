package dev.chandler.lib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTreeTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
    private Path target = Path.of("");

    @BeforeEach
    void chooseATarget() {
        target = folder.resolve("target");
    }

    @AfterEach
    void leavesNothingBesideTheTarget() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).isSubsetOf("target", "outside");
        }
    }

    @Test
    void aFileTakesThePlaceOfTheOldOneWithItsPermissions() throws Exception {
        Files.writeString(target, "old");

        receive(file("report.xml", "new", 0751));

        assertThat(target).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwxr-x--x");
    }

    @Test
    void aFolderGoesIntoWhatIsThere() throws Exception {
        Files.createDirectories(target.resolve("a"));
        Files.writeString(target.resolve("a/mine"), "mine");
        Files.writeString(target.resolve("a/one"), "old");

        receive(folder("x", 0700), folder("x/a", 0555), file("x/a/one", "1", 0644), link("x/a/up", "../../etc"));

        assertThat(target.resolve("a/mine")).hasContent("mine");
        assertThat(target.resolve("a/one")).hasContent("1");
        assertThat(Files.readSymbolicLink(target.resolve("a/up"))).hasToString("../../etc");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("a"))))
                .isEqualTo("r-xr-xr-x");
    }

    @Test
    void anotherNameOfAFileIsAFileOfItsOwn() throws Exception {
        receive(folder("x", 0755), file("x/one", "1", 0640), hard("x/two", "x/one"));

        assertThat(target.resolve("two")).hasContent("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "x/../../outside", "/x/one", "..", "x/a/../../../outside"})
    void aNameThatLeadsOutIsRefused(String name) {
        assertThatThrownBy(() -> receive(folder("x", 0755), folder("x/a", 0755), file(name, "evil", 0644)))
                .isInstanceOf(UnsafeTarException.class);
        assertThat(folder.resolve("outside")).doesNotExist();
        assertThat(target).doesNotExist();
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheArchive() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));

        assertThatThrownBy(() ->
                        receive(folder("x", 0755), link("x/a", outside.toString()), file("x/a/evil", "evil", 0644)))
                .isInstanceOf(UnsafeTarException.class);
        assertThatThrownBy(() -> receive(link("x", outside.toString()), file("x/evil", "evil", 0644)))
                .isInstanceOf(UnsafeTarException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void nothingIsReadThroughALinkOfTheArchive() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");

        assertThatThrownBy(() -> receive(folder("x", 0755), link("x/a", outside.toString()), hard("x/b", "x/a/secret")))
                .isInstanceOf(UnsafeTarException.class);
    }

    @Test
    void nothingIsWrittenThroughALinkInTheTarget() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectory(target);
        Files.createSymbolicLink(target.resolve("a"), outside);
        Files.writeString(outside.resolve("file"), "mine");
        Files.createSymbolicLink(target.resolve("file"), outside.resolve("file"));

        receive(folder("x", 0755), file("x/file", "new", 0644));
        assertThatThrownBy(() -> receive(folder("x", 0755), folder("x/a", 0755), file("x/a/evil", "evil", 0644)))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(outside.resolve("evil")).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("mine");
        assertThat(Files.isSymbolicLink(target.resolve("file"))).isFalse();
        assertThat(target.resolve("file")).hasContent("new");
    }

    @Test
    void aFolderStaysWhereAFileIsToBe() throws IOException {
        Files.createDirectory(target);

        assertThatThrownBy(() -> receive(file("x", "1", 0644)))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a folder stands where a file is to be");
        assertThat(Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aDeviceIsLeftOut() throws Exception {
        TarArchiveEntry device = new TarArchiveEntry("x/pipe", TarConstants.LF_FIFO);

        try (ReceivedTree tree = unpacked(folder("x", 0755), () -> put(device, ""))) {
            assertThat(tree.leftOut()).containsExactly("x/pipe");
        }
    }

    @Test
    void anArchiveThatEndsInTheMiddleLeavesNothing() throws IOException {
        Files.writeString(target, "old");
        file("x", "y".repeat(100_000), 0644).add();
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), 50_000);

        assertThatThrownBy(() -> ReceivedTree.unpack(new ByteArrayInputStream(cut), folder))
                .isInstanceOf(UnreadableTarException.class);
        assertThat(target).hasContent("old");
    }

    @Test
    void anInterruptInTheMiddleOfAFileIsNoFailureToWrite() throws IOException {
        file("x", "y".repeat(100_000), 0644).add();
        InputStream interrupting = new FilterInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                Thread.currentThread().interrupt();
                return super.read(buffer, offset, Math.min(length, 10_000));
            }
        };

        assertThatThrownBy(() -> ReceivedTree.unpack(interrupting, folder)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aStreamThatFailsIsNoFailureToWrite() throws IOException {
        file("x", "y".repeat(100_000), 0644).add();
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(bytes.toByteArray(), 0, 50_000)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("gone");
                }
                return count;
            }
        };

        assertThatThrownBy(() -> ReceivedTree.unpack(failing, folder))
                .isInstanceOf(UnreadableTarException.class)
                .hasMessageContaining("gone");
    }

    private interface Entry {
        void add() throws IOException;
    }

    private void receive(Entry... entries) throws IOException, InterruptedException {
        try (ReceivedTree tree = unpacked(entries)) {
            tree.moveTo(target);
        }
    }

    private ReceivedTree unpacked(Entry... entries) throws IOException, InterruptedException {
        bytes.reset();
        for (Entry entry : entries) {
            entry.add();
        }
        tar.flush();
        // No end of the archive: a stream that just ends is one, too.
        return ReceivedTree.unpack(new ByteArrayInputStream(bytes.toByteArray()), folder);
    }

    private Entry file(String name, String content, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        return () -> put(entry, content);
    }

    private Entry folder(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(mode);
        return () -> put(entry, "");
    }

    private Entry link(String name, String to) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        return () -> put(entry, "");
    }

    private Entry hard(String name, String to) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
        entry.setLinkName(to);
        return () -> put(entry, "");
    }

    private void put(TarArchiveEntry entry, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }
}
