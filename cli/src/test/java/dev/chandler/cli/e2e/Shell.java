package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs other programs to their end. */
final class Shell {

    private static final long LIMIT_SECONDS = 120;

    private Shell() {}

    /** Runs a program with an empty standard input. */
    static Ended run(List<String> command) {
        return run(command, InputStream.nullInputStream());
    }

    /** Runs a program. */
    static Ended run(List<String> command, InputStream input) {
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            try (var stdin = process.getOutputStream()) {
                input.transferTo(stdin);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("not done after " + LIMIT_SECONDS + " s: " + command);
            }
            return new Ended(command, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> {
                    Thread reader = new Thread(task, "surefire-e2e-reader");
                    reader.setDaemon(true);
                    reader.start();
                });
    }
}
