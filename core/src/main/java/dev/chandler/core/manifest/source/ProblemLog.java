package dev.chandler.core.manifest.source;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what is wrong, so that all of it can be said at once. Not thread-safe. */
public final class ProblemLog implements Consumer<Problem> {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
            problem -> problem.where().orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Location> unknownValues = new HashSet<>();

    @Override
    public void accept(Problem problem) {
        problems.add(problem);
    }

    /**
     * Notes that the value at a place is not known, for a reason that was reported.
     *
     * @param place where the value stands; nothing more is said about it
     */
    public void valueUnknown(Location place) {
        unknownValues.add(place);
    }

    /**
     * Asks whether all is well so far.
     *
     * @return true if nothing was reported
     */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /**
     * Everything reported that does not merely follow from another problem, or says the same of a place in a loop again.
     *
     * @return sorted by place, those without one first
     */
    public List<Problem> sorted() {
        Set<String> said = new HashSet<>();
        return problems.stream()
                .filter(problem -> problem.where().isEmpty()
                        || !unknownValues.contains(problem.where().get())
                        || isCause(problem))
                .filter(problem -> !isCause(problem) || said.add(problem.code() + problem.where()))
                .sorted(BY_PLACE)
                .toList();
    }

    /** A template's own problems are the reason why a value is unknown, and never its consequence. */
    private static boolean isCause(Problem problem) {
        return problem.code().startsWith("CH-MANIFEST-04");
    }

    /**
     * Ends the work if anything was reported.
     *
     * @throws ManifestException with all of it
     */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ManifestException(sorted());
        }
    }
}
