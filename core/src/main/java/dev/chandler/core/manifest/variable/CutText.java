package dev.chandler.core.manifest.variable;

import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds texts that a comma has cut: in braces {@code description: a, b} is a description and a key without a value, which nobody
 * means.
 */
final class CutText {

    private static final Set<String> LISTS = Set.of("values", "examples");

    /**
     * A key that was a piece of a text.
     *
     * @param of the key that the text begins behind
     * @param pieces of the whole text, in order
     * @param isFirst whether it is the first that was cut off, which stands for all
     */
    record Piece(String of, List<String> pieces, boolean isFirst) {

        String why() {
            return "in braces a comma ends the text of \"" + of + "\", and begins another key";
        }

        String remedy() {
            String text = String.join(", ", pieces);
            return LISTS.contains(of)
                    ? "put the list into brackets: " + of + ": [" + text + "]"
                    : "put the text into quotes: " + of + ": \"" + text + "\"";
        }
    }

    private final Map<Tree.Entry, Piece> pieces = new LinkedHashMap<>();
    private final boolean all;

    /**
     * Looks at a map.
     *
     * @param fields the map
     * @param known the keys that it can have
     */
    CutText(Tree.Fields fields, Set<String> known) {
        boolean explained = true;
        String of = "";
        List<String> text = new ArrayList<>();
        for (Tree.Entry entry : fields.entries()) {
            String key = entry.key().text();
            boolean plain = entry.value() instanceof Tree.Scalar scalar && scalar.plain() && !scalar.isAbsent();
            if (known.contains(key)) {
                of = plain ? key : "";
                text = new ArrayList<>(
                        entry.value() instanceof Tree.Scalar scalar ? List.of(scalar.text()) : List.of());
            } else if (!of.isEmpty() && entry.key().plain() && entry.value().isAbsent() && isInBraces(fields)) {
                text.add(key);
                pieces.put(entry, new Piece(of, text, text.size() == 2));
            } else {
                explained = false;
            }
        }
        // Only here is each text whole.
        pieces.replaceAll((entry, piece) -> new Piece(piece.of(), List.copyOf(piece.pieces()), piece.isFirst()));
        this.all = explained && !pieces.isEmpty();
    }

    private static boolean isInBraces(Tree.Fields fields) {
        String line = fields.file().content().line(fields.place().line());
        int column = fields.place().column();
        return column <= line.codePointCount(0, line.length())
                && line.codePointAt(line.offsetByCodePoints(0, column - 1)) == '{';
    }

    /** Whether every key that is not known is one. */
    boolean explainsAll() {
        return all;
    }

    /** What is known of a key. */
    Optional<Piece> at(Tree.Entry entry) {
        return Optional.ofNullable(pieces.get(entry));
    }
}
