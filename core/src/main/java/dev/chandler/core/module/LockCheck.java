package dev.chandler.core.module;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds all that a lock does not have.
 *
 * @param catalogue of what is locked
 */
record LockCheck(Catalogue catalogue) {

    /**
     * Follows what is wanted through what is locked.
     *
     * @throws ManifestException with all that is not there, or in no version that suits
     */
    void requireLocked(List<Requirement> wanted) throws InterruptedException {
        ProblemLog problems = new ProblemLog();
        Deque<Requirement> left = new ArrayDeque<>(wanted);
        Set<String> followed = new HashSet<>();
        while (!left.isEmpty()) {
            Requirement each = left.pop();
            List<String> versions = catalogue.of(each);
            Optional<String> version =
                    versions.stream().filter(each.range()::takes).findFirst();
            if (version.isPresent()) {
                Chosen chosen = new Chosen(each.target(), version.get(), each);
                if (followed.add(chosen.key())) {
                    left.addAll(catalogue.requirements(chosen));
                }
            } else if (versions.isEmpty()) {
                problems.accept(ModuleProblems.notLocked(each));
            } else if (!each.target().inPlace()) {
                problems.accept(ModuleProblems.lockedOtherwise(each, versions));
            }
        }
        problems.throwIfAny();
    }
}
