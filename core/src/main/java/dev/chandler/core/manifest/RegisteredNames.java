package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sees to it that what a step uses was registered before it, and each name once. Used once. */
final class RegisteredNames {

    private final ProblemLog problems;
    private final Map<String, Location> all = new HashMap<>();

    RegisteredNames(ProblemLog problems) {
        this.problems = problems;
    }

    /** What is registered at one point of the order in which steps run. */
    final class Scope {

        private final Set<String> names;

        private Scope(Set<String> names) {
            this.names = new TreeSet<>(names);
        }

        /** The same, of which what is added does not come back: for a branch, or a test. */
        Scope fork() {
            return new Scope(names);
        }

        /** Adds what a branch has registered. */
        void join(Scope branch) {
            names.addAll(branch.names);
        }

        void pass(ActionSpec action) {
            action.references().values().forEach(this::require);
            action.register().ifPresent(this::add);
        }

        private void require(Reference use) {
            if (!names.contains(use.name())) {
                problems.accept(Problem.of(
                                "CH-MANIFEST-050", "no step before this one registers \"" + use.name() + "\"")
                        .at(use.location())
                        .because(
                                names.isEmpty()
                                        ? "none of them registers anything"
                                        : "known here: " + String.join(", ", names))
                        .remedy(SettingReader.didYouMean(use.name(), names).orElse(null)));
            }
        }

        private void add(Reference registration) {
            Location before = all.putIfAbsent(registration.name(), registration.location());
            if (before != null) {
                problems.accept(Problem.of("CH-MANIFEST-051", "two steps register \"" + registration.name() + "\"")
                        .at(registration.location())
                        .because("the first is at " + before)
                        .remedy("give one of them another name"));
            }
            names.add(registration.name());
        }
    }

    Scope nothing() {
        return new Scope(Set.of());
    }
}
