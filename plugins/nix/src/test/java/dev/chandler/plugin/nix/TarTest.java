package dev.chandler.plugin.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GNU tar makes of a stream. */
class TarTest {

    @TempDir
    private Path folder;

    private final Map<String, Tar.Entry> entries = new TreeMap<>();

    @BeforeEach
    void someFiles() throws IOException {
        entries.put("nix/", Tar.Entry.folder(0755));
        entries.put("nix/empty", Tar.Entry.file(Files.createFile(folder.resolve("empty")), 0444));
        Path block = Files.write(folder.resolve("block"), new byte[512]);
        entries.put("nix/a block", Tar.Entry.file(block, 0555));
        Path more = Files.write(folder.resolve("more"), new byte[100_001]);
        entries.put("nix/more-" + "é".repeat(60), Tar.Entry.file(more, 0444));
        entries.put("nix/link", Tar.Entry.link("/" + "x".repeat(150)));
    }

    @Test
    void namesTargetsModesAndTimesAreAsTheyWereGiven() throws Exception {
        assertThat(listed().lines().map(each -> each.replaceAll(" +", " ")))
                .containsExactly(
                        "drwxr-xr-x 0/0 0 1970-01-01 00:00 nix/",
                        "-r-xr-xr-x 0/0 512 1970-01-01 00:00 nix/a block",
                        "-r--r--r-- 0/0 0 1970-01-01 00:00 nix/empty",
                        "lrwxrwxrwx 0/0 0 1970-01-01 00:00 nix/link -> /" + "x".repeat(150),
                        "-r--r--r-- 0/0 100001 1970-01-01 00:00 nix/more-" + "é".repeat(60));
    }

    @Test
    void theSameEntriesAreTheSameBytes() throws IOException {
        byte[] first = bytes();
        Files.setLastModifiedTime(folder.resolve("block"), java.nio.file.attribute.FileTime.fromMillis(5));

        assertThat(bytes()).isEqualTo(first).hasSizeGreaterThan(100_000);
    }

    private byte[] bytes() throws IOException {
        try (InputStream tar = Tar.of(entries)) {
            return tar.readAllBytes();
        }
    }

    private String listed() throws Exception {
        Path file = Files.write(folder.resolve("out.tar"), bytes());
        ProcessBuilder builder = new ProcessBuilder("tar", "--numeric-owner", "-tvf", file.toString());
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
