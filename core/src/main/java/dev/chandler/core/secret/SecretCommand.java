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
record SecretCommand(List<String> argv, Path directory, Map<String, String> environment, Duration patience) {

    /** Long enough for somebody who has to touch a key. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int WORDS_BYTES = 1000;

    /** Says why there is no secret, and nothing of what was written to standard output. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why);
        }
    }

    /** Runs it to its end, or ends it and what it has started; what had left it by then is an agent, and stays. */
    byte[] read(int most) throws Failed, InterruptedException {
        Process process = start();
        try {
            CompletableFuture<byte[]> output = reading(process.getInputStream(), most);
            CompletableFuture<byte[]> words = reading(process.getErrorStream(), WORDS_BYTES);
            byte[] bytes = output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length == most) {
                return bytes;
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new Failed("exit status " + process.exitValue() + said(words));
            }
            return bytes;
        } catch (TimeoutException e) {
            throw new Failed("it has not ended after " + patience.toSeconds() + " s");
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

    /** What it started may hold on to its standard error: then there are no words, and its status is reason enough. */
    private static String said(CompletableFuture<byte[]> words) throws InterruptedException, ExecutionException {
        byte[] bytes;
        try {
            bytes = words.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "";
        }
        String text = new String(bytes, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.isEmpty() ? "" : ", " + text;
    }
}
