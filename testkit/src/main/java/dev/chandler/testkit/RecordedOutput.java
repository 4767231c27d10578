package dev.chandler.testkit;

import dev.chandler.api.event.OutputSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;

/** Keeps what a command writes. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RecordedOutput implements OutputSink {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public synchronized void write(Channel channel, byte[] chunk) {
        (channel == Channel.STDOUT ? out : err).writeBytes(chunk);
    }

    /**
     * Standard output so far.
     *
     * @return the bytes decoded as UTF-8
     */
    public synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * Standard error so far.
     *
     * @return the bytes decoded as UTF-8
     */
    public synchronized String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
