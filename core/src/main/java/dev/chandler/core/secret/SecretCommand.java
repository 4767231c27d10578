package dev.chandler.core.secret;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of the client that writes a secret. */
record SecretCommand(List<String> argv, Path directory, Map<String, String> environment) {

    /** Long enough for somebody who has to touch a key. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int WORDS_BYTES = 1000;

    /** Says why there is no secret, and nothing of what was written to standard output. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why);
        }
    }

    /** Runs it to its end; nothing that it started runs any more then. */
    byte[] read(int most) throws Failed, InterruptedException {
        Process process = start();
        try {
            CompletableFuture<byte[]> output = reading(process.getInputStream(), most);
            CompletableFuture<byte[]> words = reading(process.getErrorStream(), WORDS_BYTES);
            byte[] bytes = output.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (bytes.length == most) {
                return bytes;
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new Failed("exit status " + status + said(words.get(1, TimeUnit.SECONDS)));
            }
            return bytes;
        } catch (TimeoutException e) {
            throw new Failed("it has not ended after " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new Failed("its output cannot be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws Failed {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Failed("it cannot be started");
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream in, int most) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(in.readNBytes(most));
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        result.completeExceptionally(new UncheckedIOException(e));
                    }
                },
                "chandler-secret");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static String said(byte[] words) {
        String text = new String(words, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.isEmpty() ? "" : ", " + text;
    }
}
