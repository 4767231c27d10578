package dev.chandler.core.manifest.source;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts the blocks of some keys out of a file as it was written, for they are read before the templates of the rest.
 *
 * <p>A block goes on to the next line whose first column holds a letter, a quote or {@code [}. What is cut out, or left,
 * has empty lines for the rest, so that places stay.
 */
public final class BlockCutter {

    private final SourceText source;
    private final Pattern block;

    /**
     * Makes a cutter.
     *
     * @param source the file
     * @param keys the keys of the top level whose blocks are cut out
     */
    public BlockCutter(SourceText source, Collection<String> keys) {
        this.source = source;
        String words = keys.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
        this.block = Pattern.compile("(?:" + words + "|\"" + words + "\"|'" + words + "')\\s*:(?:\\s.*)?");
    }

    /**
     * The blocks alone.
     *
     * @return the file with empty lines for all else
     */
    public SourceText blocks() {
        return keep(true);
    }

    /**
     * Everything else.
     *
     * @return the file with empty lines for the blocks
     */
    public SourceText body() {
        return keep(false);
    }

    private SourceText keep(boolean blocks) {
        StringBuilder kept = new StringBuilder();
        boolean within = false;
        for (int number = 1; number <= source.lineCount(); number++) {
            String line = source.line(number);
            String content = line.stripTrailing();
            if (!content.isEmpty() && startsSomething(content.charAt(0))) {
                within = block.matcher(content).matches();
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
