package dev.chandler.lib.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is compressed with zstd, read through this machine's program of that name.
 *
 * <p>Closing it ends the program and closes the source. Confined to one thread; another one feeds the program.
 */
final class ZstdProgram extends BlockStream {

    private static final int BUFFER = 1 << 16;

    private final Process process;
    private final InputStream source;
    private final Thread feeding;
    private volatile @Nullable IOException unreadable;
    private boolean ended;

    private ZstdProgram(Process process, InputStream source) {
        super(process.getInputStream());
        this.process = process;
        this.source = source;
        this.feeding = new Thread(this::feed, "zstd input");
        feeding.setDaemon(true);
    }

    static InputStream uncompressed(InputStream source) throws IOException {
        ZstdProgram reading;
        try {
            reading = new ZstdProgram(new ProcessBuilder("zstd", "-d", "-c", "-q").start(), source);
        } catch (IOException e) {
            throw new IOException(
                    "it is compressed with zstd, and no program \"zstd\" can be started on this machine: install it",
                    e);
        }
        reading.feeding.start();
        return reading;
    }

    private void feed() {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream program = process.getOutputStream()) {
            for (int count = taken(buffer); count >= 0; count = taken(buffer)) {
                program.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The program has ended, and says itself why.
        }
    }

    private int taken(byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            unreadable = e;
            return -1;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count < 0 && !ended) {
            requireWhole();
            ended = true;
        }
        return count;
    }

    /** The end of what the program says is the end of the content only where nothing went wrong. */
    private void requireWhole() throws IOException {
        try {
            feeding.join();
            IOException failure = unreadable;
            if (failure != null) {
                throw failure;
            }
            if (process.waitFor() != 0) {
                throw new IOException("zstd cannot read it: " + said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading what is compressed with zstd");
        }
    }

    private String said() throws IOException {
        String words = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return words.isBlank()
                ? "exit code " + process.exitValue()
                : words.strip().replace('\n', ' ');
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            super.close();
        } finally {
            source.close();
        }
    }
}
