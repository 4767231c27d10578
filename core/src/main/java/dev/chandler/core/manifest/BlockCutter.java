package dev.chandler.core.manifest;

import dev.chandler.core.manifest.source.SourceText;
import java.util.regex.Pattern;

/**
 * Cuts the blocks {@code vars:} and {@code include:} out of a file as it was written.
 *
 * <p>A block goes on to the next line whose first column holds a letter, a quote or {@code [}. What is cut out, or left,
 * has empty lines for the rest, so that places stay.
 */
final class BlockCutter {

    private static final Pattern BLOCK =
            Pattern.compile("(?:vars|include|\"vars\"|\"include\"|'vars'|'include')\\s*:(?:\\s.*)?");

    private final SourceText source;

    BlockCutter(SourceText source) {
        this.source = source;
    }

    /** The blocks alone. */
    SourceText blocks() {
        return keep(true);
    }

    /** Everything else. */
    SourceText body() {
        return keep(false);
    }

    private SourceText keep(boolean blocks) {
        StringBuilder kept = new StringBuilder();
        boolean within = false;
        for (int number = 1; number <= source.lineCount(); number++) {
            String line = source.line(number);
            String content = line.stripTrailing();
            if (!content.isEmpty() && startsSomething(content.charAt(0))) {
                within = BLOCK.matcher(content).matches();
            }
            kept.append(within == blocks ? line : line.substring(endOfContent(line)));
        }
        return new SourceText(source.name(), kept.toString());
    }

    private static boolean startsSomething(char first) {
        return Character.isLetter(first) || first == '"' || first == '\'' || first == '[';
    }

    private static int endOfContent(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }
}
