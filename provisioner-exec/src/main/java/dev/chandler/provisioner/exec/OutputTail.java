package dev.chandler.provisioner.exec;

import dev.chandler.api.event.OutputSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hands output on and remembers the end of it, both channels as they came.
 *
 * <p>Thread-safe; holds {@value #SIZE_BYTES} bytes whatever is written.
 */
final class OutputTail implements OutputSink {

    private static final int SIZE_BYTES = 4096;
    private static final int LINES = 10;
    /** Colours and cursor movements, which are noise away from their terminal. */
    private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]|\u001B\\][^\u0007]*\u0007");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\t]]|\uFFFD");

    private final OutputSink sink;
    private final byte[] ring = new byte[SIZE_BYTES];
    private long written;

    OutputTail(OutputSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(Channel channel, byte[] chunk) {
        remember(chunk);
        sink.write(channel, chunk);
    }

    private synchronized void remember(byte[] chunk) {
        int skip = Math.max(0, chunk.length - SIZE_BYTES);
        written += skip;
        for (int i = skip; i < chunk.length; i++) {
            ring[(int) (written++ % SIZE_BYTES)] = chunk[i];
        }
    }

    /** The last lines that are not empty, without what only a terminal understands. */
    synchronized List<String> lastLines() {
        List<String> lines = Arrays.stream(text().split("\n", -1))
                .map(OutputTail::plain)
                .filter(line -> !line.isBlank())
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    /** The same in words. */
    String words() {
        List<String> lines = lastLines();
        return lines.isEmpty() ? "it wrote nothing" : "last output:\n  " + String.join("\n  ", lines);
    }

    private String text() {
        int size = (int) Math.min(written, SIZE_BYTES);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = ring[(int) ((written - size + i) % SIZE_BYTES)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What a terminal would show at last: each carriage return starts the line anew, as progress bars do. */
    private static String plain(String line) {
        String whole = line.stripTrailing();
        String shown = whole.substring(whole.lastIndexOf('\r') + 1);
        return CONTROLS.matcher(ESCAPES.matcher(shown).replaceAll("")).replaceAll("");
    }
}
