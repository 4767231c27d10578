package dev.chandler.engine.docker;

import dev.chandler.api.event.OutputSink;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes a command's output on, but for what might be the daemon's own word that there never was a command.
 *
 * <p>The daemon writes the reason for which a program could not be started to the program's standard output, as its
 * only line, ended by CR LF. Such a first chunk is held back until the second comes, or the end.
 */
final class ExecOutput implements OutputSink {

    private final OutputSink sink;
    private byte @Nullable [] held;
    private boolean begun;

    ExecOutput(OutputSink sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void write(Channel channel, byte[] chunk) {
        if (!begun && channel == Channel.STDOUT && endsLikeTheDaemons(chunk)) {
            held = chunk;
        } else {
            release();
            sink.write(channel, chunk);
        }
        begun = true;
    }

    private static boolean endsLikeTheDaemons(byte[] chunk) {
        int length = chunk.length;
        return length > 1 && chunk[length - 2] == '\r' && chunk[length - 1] == '\n';
    }

    /** The command has run: what was held back was its own. */
    synchronized void release() {
        byte[] chunk = held;
        held = null;
        if (chunk != null) {
            sink.write(Channel.STDOUT, chunk);
        }
    }

    /** There never was a command: what was held back, empty if nothing was, says why. */
    synchronized String reason() {
        byte[] chunk = held;
        held = null;
        return chunk == null ? "" : new String(chunk, StandardCharsets.UTF_8).strip();
    }
}
