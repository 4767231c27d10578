package dev.chandler.core.run;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.manifest.Reference;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Hands output on and keeps what came on standard output, as far as it can be registered. Thread-safe. */
final class CapturedOutput implements OutputSink {

    private static final int LIMIT_BYTES = 64 * 1024;

    private final OutputSink sink;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    CapturedOutput(OutputSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(Channel channel, byte[] chunk) {
        if (channel == Channel.STDOUT) {
            keep(chunk);
        }
        sink.write(channel, chunk);
    }

    /** One byte more than may be there tells that there was more. */
    private synchronized void keep(byte[] chunk) {
        kept.write(chunk, 0, Math.min(chunk.length, LIMIT_BYTES + 1 - kept.size()));
    }

    /**
     * The text without the line breaks at its end, as a shell's {@code $(…)} has it.
     *
     * @throws ProvisionException if it cannot be a variable of the environment
     */
    synchronized String value(Reference registration) {
        if (kept.size() > LIMIT_BYTES) {
            throw refused(registration, "it is longer than " + LIMIT_BYTES / 1024 + " KiB");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(kept.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(registration, "it is not UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw refused(registration, "there is a zero byte in it");
        }
        return text.replaceFirst("\n+\\z", "");
    }

    private static ProvisionException refused(Reference registration, String why) {
        return new ProvisionException(
                Problem.of("CH-STEP-004", "what was written cannot be registered as \"" + registration.name() + "\"")
                        .at(registration.location())
                        .because(why)
                        .remedy("write less to standard output; the rest may go to standard error, or a file"));
    }
}
