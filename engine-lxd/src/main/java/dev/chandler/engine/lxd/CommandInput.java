package dev.chandler.engine.lxd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feeds a command's standard input from a stream, on a thread of its own. */
final class CommandInput implements AutoCloseable {

    private static final int CHUNK = 32 * 1024;

    private final InputStream source;
    private volatile @Nullable RuntimeException failure;

    private CommandInput(InputStream source) {
        this.source = source;
    }

    /**
     * Begins.
     *
     * @param source read to its end, or until the command reads no further
     * @param ending ends the command where the source fails, so that it does not take that for the end of its input
     */
    static CommandInput feed(InputStream source, Exec exec, Runnable ending) {
        CommandInput input = new CommandInput(source);
        Thread feeder = new Thread(() -> input.pump(exec, ending), "chandler-lxd-input");
        feeder.setDaemon(true);
        feeder.start();
        return input;
    }

    private void pump(Exec exec, Runnable ending) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int count = read(buffer); count >= 0; count = read(buffer)) {
                exec.send(Arrays.copyOf(buffer, count));
            }
            if (failure == null) {
                exec.endInput();
            }
        } catch (IOException e) {
            // The command has ended, or closed its input: nobody reads on.
        }
        if (failure != null) {
            end(ending);
        }
    }

    private int read(byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        }
        return -1;
    }

    private void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException e) {
            RuntimeException why = failure;
            if (why != null) {
                why.addSuppressed(e);
            }
        }
    }

    /** That the source failed: that is another end than its end. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            // The command is over: nobody reads on.
        }
    }
}
