package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A step after repetition and conditions: what is left has neither {@code each:} nor {@code when:}. */
sealed interface ResolvedStep {

    Location place();

    /** What it is made of, one by one. */
    Stream<Single> singles();

    /**
     * One piece of work.
     *
     * @param setting text, or a map
     * @param file the file that it stands in
     */
    record Single(Setting setting, SourceFile file) implements ResolvedStep {
        @Override
        public Location place() {
            return setting.location();
        }

        @Override
        public Stream<Single> singles() {
            return Stream.of(this);
        }
    }

    /**
     * Several in order: one test, or one branch.
     *
     * @param steps in order
     */
    record Sequence(List<Single> steps, Location place) implements ResolvedStep {
        @Override
        public Stream<Single> singles() {
            return steps.stream();
        }
    }

    /**
     * Several beside each other.
     *
     * @param name the name given
     * @param branches each one step or a sequence
     */
    record Block(Optional<Setting> name, List<ResolvedStep> branches, Location place) implements ResolvedStep {
        @Override
        public Stream<Single> singles() {
            return branches.stream().flatMap(ResolvedStep::singles);
        }
    }
}
