package dev.chandler.core.event;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.RunEvent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Turns the bytes that a step writes into events with text.
 *
 * <p>A character that a chunk cuts in two is held back until it is whole; what is no UTF-8 becomes U+FFFD. Thread-safe.
 */
public final class StepOutputSink implements OutputSink, AutoCloseable {

    private final String step;
    private final EventBus events;
    private final Map<Channel, Decoder> decoders = new EnumMap<>(Channel.class);

    /**
     * Makes a sink.
     *
     * @param step the id of the step that writes
     * @param events where its text goes
     */
    public StepOutputSink(String step, EventBus events) {
        this.step = step;
        this.events = events;
        for (Channel channel : Channel.values()) {
            decoders.put(channel, new Decoder());
        }
    }

    @Override
    public synchronized void write(Channel channel, byte[] chunk) {
        emit(channel, ByteBuffer.wrap(chunk), false);
    }

    /** Gives out what was held back. */
    @Override
    public synchronized void close() {
        for (Channel channel : Channel.values()) {
            emit(channel, ByteBuffer.allocate(0), true);
        }
    }

    private void emit(Channel channel, ByteBuffer chunk, boolean last) {
        String text = decoders.getOrDefault(channel, new Decoder()).decode(chunk, last);
        if (!text.isEmpty()) {
            events.publish(new RunEvent.StepOutput(step, channel, text));
        }
    }

    private static final class Decoder {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer rest = ByteBuffer.allocate(0);

        String decode(ByteBuffer chunk, boolean last) {
            ByteBuffer in = ByteBuffer.allocate(rest.remaining() + chunk.remaining())
                    .put(rest)
                    .put(chunk)
                    .flip();
            CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
            decoder.decode(in, out, last);
            rest = in;
            return out.flip().toString();
        }
    }
}
