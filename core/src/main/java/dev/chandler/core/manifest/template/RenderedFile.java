package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file after its template was followed: text with marks, and the values that they stand for. Not thread-safe. */
public final class RenderedFile {

    /** The first character of a mark, in a message that names it alone, with its number as SnakeYAML adds it. */
    private static final Pattern PIECE_OF_MARK = Pattern.compile("\\x{E001}(\\(57345\\))?");

    private final PlacedText text;
    private final List<Kept> kept;
    private final @Nullable Marks marks;
    private final @Nullable FileTemplate template;
    private final Map<String, Value> variables;

    RenderedFile(
            PlacedText text,
            List<Kept> kept,
            @Nullable Marks marks,
            @Nullable FileTemplate template,
            Map<String, Value> variables) {
        this.text = text;
        this.kept = List.copyOf(kept);
        this.marks = marks;
        this.template = template;
        this.variables = variables;
    }

    /**
     * A part of a scalar.
     *
     * @param text text as written; empty for a value
     * @param kept which of the kept values stands here, or -1
     */
    public record Part(String text, int kept) {

        /**
         * Tells the two apart.
         *
         * @return true if a value stands here
         */
        public boolean isValue() {
            return kept >= 0;
        }
    }

    /**
     * The text to read as YAML.
     *
     * @return the text, with marks
     */
    public PlacedText text() {
        return text;
    }

    /**
     * The values, where no step is repeated.
     *
     * @return each at the index that parts name
     */
    public List<Kept> kept() {
        return kept;
    }

    /**
     * Cuts a scalar into its parts.
     *
     * @param scalar text of a scalar, with marks
     * @return its parts in order; none for an empty scalar
     */
    public List<Part> parts(String scalar) {
        if (marks == null) {
            return scalar.isEmpty() ? List.of() : List.of(new Part(scalar, -1));
        }
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < scalar.length()) {
            Optional<Marks.Mark> mark = marks.at(scalar, position).filter(this::isKnown);
            if (mark.isPresent()) {
                parts.add(new Part("", mark.get().id()));
                position += Marks.LENGTH;
            } else {
                int next = marks.next(scalar, position + 1);
                parts.add(new Part(scalar.substring(position, next), -1));
                position = next;
            }
        }
        return parts;
    }

    private boolean isKnown(Marks.Mark mark) {
        return mark.isValue() && mark.id() < kept.size();
    }

    /**
     * Text for messages, with dots in place of marks.
     *
     * @param scalar text with marks
     * @return text that can be shown
     */
    public String shown(String scalar) {
        StringBuilder shown = new StringBuilder();
        parts(scalar).forEach(part -> shown.append(part.isValue() ? "[=…]" : part.text()));
        return PIECE_OF_MARK.matcher(shown).replaceAll("[=…]");
    }

    /**
     * The values as they are for one item of a repeated step.
     *
     * @param it the item
     * @param step where the step stands, for problems
     * @param wanted the values that are asked for, at the indexes that parts name
     * @return each at the index that parts name; those that are not asked for are unknown
     * @throws ManifestException if the item changes which tags are followed
     * @throws TemplateEnded if that takes too much
     * @throws InterruptedException if cancelled
     */
    public List<Kept> kept(Value it, Location step, BitSet wanted) throws InterruptedException {
        if (template == null || kept.isEmpty()) {
            return kept;
        }
        Map<String, Value> withIt = new HashMap<>(variables);
        withIt.put("it", it);
        List<Kept> again = template.again(withIt, kept.size(), wanted);
        if (!places(again).equals(places(kept))) {
            throw new ManifestException(TemplateProblems.itShapes(step));
        }
        return again;
    }

    private static List<Location> places(List<Kept> values) {
        return values.stream().map(Kept::place).toList();
    }
}
