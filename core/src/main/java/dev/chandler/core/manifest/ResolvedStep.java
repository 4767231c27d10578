package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A step after repetition and conditions: what is left has neither {@code each:} nor {@code when:}. */
sealed interface ResolvedStep {

    Location place();

    /** What it is made of, one by one. */
    Stream<Single> singles();

    /** The modules that are used in it, and not expanded yet. */
    Stream<Use> uses();

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

        @Override
        public Stream<Use> uses() {
            return Stream.empty();
        }
    }

    /**
     * The use of a module, in whose place its steps will be.
     *
     * @param reference which module, as it was written
     * @param with values for its parameters
     * @param name the name given
     * @param secrets the names of the user's secrets that its steps may list, by their own name
     * @param tests whether its tests are the build's
     * @param setting all that was written
     * @param file the file that it stands in
     */
    record Use(
            Setting reference,
            Map<String, Setting.Entry> with,
            Optional<Setting> name,
            Map<String, Setting> secrets,
            boolean tests,
            Setting setting,
            SourceFile file)
            implements ResolvedStep {
        @Override
        public Location place() {
            return setting.location();
        }

        @Override
        public Stream<Single> singles() {
            return Stream.empty();
        }

        @Override
        public Stream<Use> uses() {
            return Stream.of(this);
        }
    }

    /**
     * The steps of a module for one use of it.
     *
     * @param module which, and how it is used
     * @param secrets the names of the user's secrets that its steps may list, by their own name
     * @param env the environment of its steps
     * @param install its steps, in order
     * @param script its tests, where they are the build's
     * @param unused steps that are repeated for no item
     */
    record Expanded(
            UsedModule module,
            Map<String, Setting> secrets,
            Map<String, String> env,
            List<ResolvedStep> install,
            List<ResolvedStep> script,
            List<ResolvedStep> unused)
            implements ResolvedStep {
        @Override
        public Location place() {
            return module.place();
        }

        @Override
        public Stream<Single> singles() {
            return Stream.concat(install.stream(), script.stream()).flatMap(ResolvedStep::singles);
        }

        @Override
        public Stream<Use> uses() {
            return Stream.empty();
        }
    }

    /**
     * Several in order: one test, or one branch.
     *
     * @param steps in order, none of them a block
     */
    record Sequence(List<ResolvedStep> steps, Location place) implements ResolvedStep {
        @Override
        public Stream<Single> singles() {
            return steps.stream().flatMap(ResolvedStep::singles);
        }

        @Override
        public Stream<Use> uses() {
            return steps.stream().flatMap(ResolvedStep::uses);
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

        @Override
        public Stream<Use> uses() {
            return branches.stream().flatMap(ResolvedStep::uses);
        }
    }
}
