package dev.chandler.core.module.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePackingTest {

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectories(root.resolve("nginx"));
        Files.writeString(folder.resolve("module.yml"), "name: web/nginx\nversion: 1.0.0\n");
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files/start.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("files/start.sh"), PosixFilePermissions.fromString("rwx------"));
    }

    private void refused(String words) {
        assertThatThrownBy(() -> ModulePacking.pack(folder))
                .isInstanceOf(UnfitContentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theSameFilesAreTheSameArchiveWhereverAndWheneverTheyAre() throws Exception {
        Path other = Files.createDirectories(root.resolve("other/place"));
        Files.createDirectories(other.resolve("files"));
        Files.writeString(other.resolve("files/start.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(other.resolve("files/start.sh"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(other.resolve("module.yml"), "name: web/nginx\nversion: 1.0.0\n");
        Files.setLastModifiedTime(other.resolve("module.yml"), FileTime.fromMillis(1_000_000));

        assertThat(ModulePacking.pack(other).tar())
                .isEqualTo(ModulePacking.pack(folder).tar());
    }

    /** Who changes this, changes the digest of every module that there is. */
    @Test
    void theDigestOfAnArchiveStaysWhatItIs() throws Exception {
        assertThat(ModulePacking.pack(folder).digest().toString())
                .isEqualTo("sha256:641f58b80cf1fb232256f6c8a59f3bdd115a04fbe28760fe2f963c9ad450b4d9");
    }

    @Test
    void whatTheIgnoreFileExcludesIsNotInIt() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.createDirectories(folder.resolve(".git/objects"));
        Files.writeString(folder.resolve(".chandlerignore"), "notes.txt\n");

        ModuleContent content = ModulePacking.pack(folder);

        assertThat(content.file("notes.txt")).isEmpty();
        assertThat(content.file(".chandlerignore")).isPresent();
        assertThat(new String(content.tar(), StandardCharsets.ISO_8859_1)).doesNotContain(".git/");
    }

    @Test
    void everyLinkIsNamed() throws Exception {
        Files.createSymbolicLink(folder.resolve("one"), Path.of("module.yml"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("/etc/passwd"));

        assertThatThrownBy(() -> ModulePacking.pack(folder))
                .isInstanceOfSatisfying(
                        UnfitContentException.class,
                        e -> assertThat(e.reasons())
                                .hasSize(2)
                                .allMatch(reason -> reason.contains("is a symbolic link")));
    }

    @Test
    void anotherNameOfAFileIsAFileOfItsOwn() throws Exception {
        Files.createLink(folder.resolve("again.yml"), folder.resolve("module.yml"));

        assertThat(ModulePacking.pack(folder).file("again.yml"))
                .contains(Files.readAllBytes(folder.resolve("module.yml")));
    }

    @Test
    void namesThatDifferByCaseAloneAreRefused() throws Exception {
        Files.writeString(folder.resolve("Module.yml"), "");

        refused("differ by upper and lower case alone");
    }

    @Test
    void aNameThatIsNotComposedIsRefused() throws Exception {
        Files.writeString(folder.resolve("u\u0308ber.txt"), "");

        refused("NFC");
    }

    @Test
    void aBackslashIsRefused() throws Exception {
        Files.writeString(folder.resolve("a\\b"), "");

        refused("a backslash");
    }

    @Test
    void moreThanAModuleMayHaveIsRefusedBeforeItIsRead() throws Exception {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(ContentRules.MOST_BYTES);
        }

        refused("more than 64 MiB");
    }

    @Test
    void moreFilesThanAModuleMayHaveAreRefused() throws Exception {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < ContentRules.MOST_ENTRIES; i++) {
            Files.createFile(many.resolve("f" + i));
        }

        refused("more than 10000 files");
    }
}
