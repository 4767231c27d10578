package dev.chandler.core.manifest.source;

import dev.chandler.api.problem.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Text made from pieces of a source, each of which knows where it was written. Immutable. */
public final class PlacedText {

    /**
     * A piece.
     *
     * @param start its first code point in the text
     * @param length how many code points it has
     * @param offset the offset in the source, in chars
     * @param copied whether the source has the same characters there; else all of it stands at the offset
     */
    private record Piece(int start, int length, int offset, boolean copied) {}

    private final String text;
    private final SourceText source;
    private final List<Piece> pieces;

    private PlacedText(String text, SourceText source, List<Piece> pieces) {
        this.text = text;
        this.source = source;
        this.pieces = pieces;
    }

    /**
     * A source as it is.
     *
     * @param source the source
     * @return its text
     */
    public static PlacedText of(SourceText source) {
        Builder builder = new Builder(source);
        for (int line = 1; line <= source.lineCount(); line++) {
            builder.copied(source.line(line), source.lineStart(line));
        }
        return builder.build();
    }

    /**
     * All of it.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Where a character was written.
     *
     * @param codePoint its index in the text, from 0, in code points
     * @return its place in the source
     */
    public Location at(int codePoint) {
        int found = Collections.binarySearch(
                pieces, new Piece(codePoint, 0, 0, false), (a, b) -> Integer.compare(a.start(), b.start()));
        int index = found >= 0 ? found : -found - 2;
        if (index < 0) {
            return source.at(0);
        }
        Piece piece = pieces.get(index);
        if (!piece.copied()) {
            return source.at(piece.offset());
        }
        int within = Math.min(codePoint - piece.start(), piece.length());
        return source.at(source.forward(piece.offset(), within));
    }

    /** Puts pieces together. Not thread-safe. */
    public static final class Builder {

        private final SourceText source;
        private final StringBuilder text = new StringBuilder();
        private final List<Piece> pieces = new ArrayList<>();
        private int length;

        /**
         * Begins with nothing.
         *
         * @param source where all pieces come from
         */
        public Builder(SourceText source) {
            this.source = source;
        }

        /**
         * Adds text that stands in the source.
         *
         * @param copy the text
         * @param offset where it stands
         */
        public void copied(String copy, int offset) {
            add(copy, offset, true);
        }

        /**
         * Adds text that stands for something in the source.
         *
         * @param replacement the text
         * @param offset where that stands
         */
        public void replaced(String replacement, int offset) {
            add(replacement, offset, false);
        }

        private void add(String piece, int offset, boolean copied) {
            if (piece.isEmpty()) {
                return;
            }
            int codePoints = piece.codePointCount(0, piece.length());
            pieces.add(new Piece(length, codePoints, offset, copied));
            text.append(piece);
            length += codePoints;
        }

        /**
         * Ends.
         *
         * @return the text
         */
        public PlacedText build() {
            return new PlacedText(text.toString(), source, List.copyOf(pieces));
        }
    }
}
