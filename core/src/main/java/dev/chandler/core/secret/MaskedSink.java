package dev.chandler.core.secret;

import dev.chandler.api.event.OutputSink;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Hands output on with secrets masked in it, each channel by itself. Thread-safe. */
public final class MaskedSink implements OutputSink, AutoCloseable {

    private final OutputSink sink;
    private final Map<Channel, MaskedStream> streams = new EnumMap<>(Channel.class);

    MaskedSink(OutputSink sink, Supplier<SecretPatterns> patterns) {
        this.sink = sink;
        for (Channel channel : Channel.values()) {
            streams.put(channel, new MaskedStream(patterns));
        }
    }

    @Override
    public synchronized void write(Channel channel, byte[] chunk) {
        emit(channel, stream(channel).write(chunk));
    }

    /**
     * Whether a secret was written.
     *
     * @param channel where to
     * @return true if something was masked there
     */
    public synchronized boolean masked(Channel channel) {
        return stream(channel).masked();
    }

    /** Gives out what was held back; more may come. */
    @Override
    public synchronized void close() {
        for (Channel channel : Channel.values()) {
            emit(channel, stream(channel).flush());
        }
    }

    private MaskedStream stream(Channel channel) {
        MaskedStream stream = streams.get(channel);
        if (stream == null) {
            throw new IllegalStateException("no channel " + channel);
        }
        return stream;
    }

    private void emit(Channel channel, byte[] bytes) {
        if (bytes.length > 0) {
            sink.write(channel, bytes);
        }
    }
}
