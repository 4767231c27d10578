package dev.chandler.core.project;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.UnknownBuild;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which builds go: each after all that it needs, else in the order in which they are listed. Immutable.
 */
public final class BuildOrder {

    private final Map<String, Set<String>> needs;

    private BuildOrder(Map<String, Set<String>> needs) {
        this.needs = needs;
    }

    /**
     * Puts builds in order.
     *
     * @param needs what each build needs, in the order of the list
     * @return the order
     * @throws ManifestException if one needs what there is not, or they need each other in a circle, which is named
     */
    public static BuildOrder of(Map<String, List<BuildNeed>> needs) {
        List<Problem> problems = new ArrayList<>();
        needs.values()
                .forEach(each -> each.stream()
                        .filter(need -> !needs.containsKey(need.build()))
                        .forEach(need -> problems.add(UnknownBuild.problem(need, needs.keySet()))));
        if (problems.isEmpty()) {
            Sorting sorting = new Sorting(needs, problems);
            needs.keySet().forEach(sorting::visit);
            if (problems.isEmpty()) {
                return new BuildOrder(sorting.done);
            }
        }
        throw new ManifestException(problems);
    }

    /** Depth first; what is on the way and met again is a circle. */
    private static final class Sorting {

        private final Map<String, List<BuildNeed>> needs;
        private final List<Problem> problems;
        private final Map<String, Set<String>> done = new LinkedHashMap<>();
        private final List<String> way = new ArrayList<>();

        Sorting(Map<String, List<BuildNeed>> needs, List<Problem> problems) {
            this.needs = needs;
            this.problems = problems;
        }

        void visit(String build) {
            if (done.containsKey(build)) {
                return;
            }
            way.add(build);
            Set<String> direct = new LinkedHashSet<>();
            for (BuildNeed need : needs.getOrDefault(build, List.of())) {
                if (way.contains(need.build())) {
                    problems.add(circle(need));
                } else {
                    visit(need.build());
                }
                direct.add(need.build());
            }
            way.remove(way.size() - 1);
            done.put(build, direct);
        }

        private Problem circle(BuildNeed last) {
            List<String> chain = new ArrayList<>(way.subList(way.indexOf(last.build()), way.size()));
            chain.add(last.build());
            return Problem.of(
                            "CH-PROJECT-007",
                            chain.size() == 2
                                    ? "the build \"" + last.build() + "\" needs itself"
                                    : "builds need each other in a circle")
                    .at(last.place())
                    .because(String.join(" \u2192 ", chain))
                    .remedy("take one of these needs out");
        }
    }

    /**
     * All builds.
     *
     * @return their names, each after all that it needs
     */
    public List<String> builds() {
        return List.copyOf(needs.keySet());
    }

    /**
     * What one build needs.
     *
     * @param build its name
     * @return the names of the builds that have to be done before it, those alone that it needs itself
     */
    public Set<String> needs(String build) {
        return Set.copyOf(needs.getOrDefault(build, Set.of()));
    }

    /**
     * A build, and all that has to be done for it.
     *
     * @param build its name
     * @return the order of these alone
     */
    public BuildOrder upTo(String build) {
        Set<String> wanted = new LinkedHashSet<>();
        add(build, wanted);
        Map<String, Set<String>> part = new LinkedHashMap<>(needs);
        part.keySet().retainAll(wanted);
        return new BuildOrder(part);
    }

    private void add(String build, Set<String> wanted) {
        if (wanted.add(build)) {
            needs.getOrDefault(build, Set.of()).forEach(need -> add(need, wanted));
        }
    }
}
