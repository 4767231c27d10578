package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However much a build copies, the client stays small. */
class MemoryIT {

    private static final int BOUND_KILOBYTES = 150 * 1024;
    private static final int MEGABYTES = 1000;
    private static final int FILES = 20_000;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aCopyOfAGigabyteAndOfManyFilesTakesNoMoreThan150Megabytes() throws IOException {
        Path folder = Files.createDirectories(stranger.project().resolve("files"));
        write(folder.resolve("large"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    Files.createDirectories(folder.resolve("f" + i / 500)).resolve("f" + i), "file " + i);
        }
        stranger.manifest("busybox", "install: [copy: {from: files, to: /files}, test -s /files/f0/f0]\n");

        ChandlerProcess process = stranger.starts("build", "--progress", "json");
        // After it comes only the removal of the container, which leaves time to look.
        process.awaitEvent("published");
        int peak = peakKilobytes(process);

        process.ended().exits(0);
        assertThat(peak).isBetween(10_000, BOUND_KILOBYTES);
    }

    /** Nothing that a file system or a layer could leave out. */
    private static void write(Path file) throws IOException {
        byte[] megabyte = new byte[1_000_000];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
    }

    private static int peakKilobytes(ChandlerProcess process) throws IOException {
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        return Integer.parseInt(status.replaceFirst("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1"));
    }
}
