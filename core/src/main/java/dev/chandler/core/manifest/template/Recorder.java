package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the values of one pass over a template in the order in which they come up, and what goes wrong. */
final class Recorder {

    private static final int LIMIT_VALUES = 200_000;
    private static final int LIMIT_PROBLEMS = 100;

    private final RewrittenTemplate template;
    private final Marks marks;
    private final Room room = new Room();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** The values that are passed over, for nobody is to ask for them; and whether somebody did. */
    private final BitSet skipped = new BitSet();

    private final @Nullable BitSet wanted;
    private boolean missed;

    /**
     * Makes a recorder.
     *
     * @param wanted the values that are to be had, by number; null for all
     */
    Recorder(RewrittenTemplate template, Marks marks, @Nullable BitSet wanted) {
        this.template = template;
        this.marks = marks;
        this.wanted = wanted;
    }

    /** Whether the next value is to be had at all. */
    boolean wantsNext() {
        return wanted == null || wanted.get(kept.size());
    }

    /** Gives the mark of a value that is not to be had. */
    String skip(int interpolation) {
        skipped.set(kept.size());
        return keep(interpolation, new Value.Deferred());
    }

    /** A value that was kept. */
    Value value(int id) {
        missed |= skipped.get(id);
        return kept.get(id).value();
    }

    /** Whether a value was asked for that was passed over, so that all of it has to be done again. */
    boolean missedAny() {
        return missed;
    }

    /** What the pass may write and keep. */
    Room room() {
        return room;
    }

    List<Kept> kept() {
        return kept;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Keeps a value and gives the mark that stands for it. */
    String keep(int interpolation, Value value) {
        return keep(value, start(interpolation), template.expressionOffset(interpolation), Optional.empty());
    }

    /** Keeps the news that an interpolation failed. */
    String keepFailure(int interpolation, Problem problem) {
        return keep(
                new Value.Failed(),
                start(interpolation),
                template.expressionOffset(interpolation),
                Optional.of(problem));
    }

    /** Keeps text that came without an interpolation of the manifest's own, such as from {@code ?interpret}. */
    String keepText(String text, int sourceOffset) {
        room.take(text.length());
        return keep(new Value.Text(text), sourceOffset, sourceOffset, Optional.empty());
    }

    /** Where in the source the interpolation of a kept value stands. */
    int offset(int id) {
        return offsets.get(id);
    }

    private int start(int interpolation) {
        return template.interpolations().get(interpolation).start();
    }

    private String keep(Value value, int start, int expression, Optional<Problem> problem) {
        if (kept.size() >= LIMIT_VALUES) {
            throw new LimitExceeded("more than " + LIMIT_VALUES + " values");
        }
        kept.add(new Kept(value, template.source().at(expression), problem));
        offsets.add(start);
        return marks.ofValue(kept.size() - 1);
    }

    void problem(Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
        if (problems.size() > LIMIT_PROBLEMS) {
            throw new LimitExceeded("more than " + LIMIT_PROBLEMS + " problems");
        }
    }
}
