package dev.chandler.lib.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compresses with this machine's own program. */
final class Zstd {

    private Zstd() {}

    static byte[] compressed(byte[] content) throws IOException {
        Path plain = Files.createTempFile("plain", "");
        Path file = Files.createTempFile("compressed", ".zst");
        try {
            Files.write(plain, content);
            Process zstd = new ProcessBuilder("zstd", "-q", "-c", plain.toString())
                    .redirectOutput(file.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (zstd.waitFor() != 0) {
                throw new IOException("zstd ends with " + zstd.exitValue());
            }
            return Files.readAllBytes(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(plain);
            Files.delete(file);
        }
    }
}
