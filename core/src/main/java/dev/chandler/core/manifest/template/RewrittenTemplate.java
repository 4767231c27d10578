package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.SourceText;
import java.util.List;
import java.util.OptionalInt;

/**
 * A template with its text marked and its interpolations wrapped, as FreeMarker is given it.
 *
 * @param source the template as written
 * @param text the template for FreeMarker, with each character's place
 * @param lines the same text, by lines
 * @param statics the pieces of text, by the id in their mark
 * @param interpolations the interpolations, by the id that they pass on
 * @param functions where functions are defined
 * @param firstTag the offset of the first tag or interpolation
 */
record RewrittenTemplate(
        SourceText source,
        PlacedText text,
        SourceText lines,
        List<Static> statics,
        List<TemplateToken> interpolations,
        List<Range> functions,
        int firstTag) {

    /**
     * A piece of text within one line.
     *
     * @param text its characters
     * @param offset where it stands in the source
     * @param dropped whether it is the rest of a line that holds nothing but tags
     */
    record Static(String text, int offset, boolean dropped) {}

    /** From the first character to behind the last. */
    record Range(int start, int end) {
        boolean contains(int offset) {
            return offset >= start && offset < end;
        }
    }

    /** Where the expression of an interpolation begins. */
    int expressionOffset(int interpolation) {
        TemplateToken token = interpolations.get(interpolation);
        int offset = token.start() + 2;
        while (offset < token.end() - 1 && Character.isWhitespace(source.text().charAt(offset))) {
            offset++;
        }
        return offset;
    }

    String expression(int interpolation) {
        return interpolations.get(interpolation).inside(source.text()).strip();
    }

    Location expressionPlace(int interpolation) {
        return source.at(expressionOffset(interpolation));
    }

    /** Where in the source FreeMarker's line and column are. */
    int sourceOffset(int line, int column) {
        int bounded = Math.max(1, Math.min(line, lines.lineCount()));
        int offset = Math.min(
                lines.lineStart(bounded) + Math.max(0, column - 1), lines.text().length());
        Location place = text.at(lines.text().codePointCount(0, offset));
        int start = source.lineStart(place.line());
        return source.forward(start, place.column() - 1);
    }

    OptionalInt interpolationStartingAt(int offset) {
        int low = 0;
        int high = interpolations.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int start = interpolations.get(middle).start();
            if (start == offset) {
                return OptionalInt.of(middle);
            }
            if (start < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.empty();
    }

    boolean isInFunction(int offset) {
        return functions.stream().anyMatch(range -> range.contains(offset));
    }
}
