package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import java.util.Set;
import java.util.TreeSet;

/** Words the need of a build that there is not, wherever it was written. */
public final class UnknownBuild {

    private UnknownBuild() {}

    /**
     * Words it.
     *
     * @param need what was written
     * @param known the names that there are
     * @return the problem
     */
    public static Problem problem(BuildNeed need, Set<String> known) {
        return Problem.of("CH-PROJECT-006", "there is no build \"" + need.build() + "\"")
                .at(need.place())
                .because(
                        known.isEmpty()
                                ? "the project lists no builds"
                                : "builds: " + String.join(", ", new TreeSet<>(known)))
                .remedy(SettingReader.didYouMean(need.build(), known)
                        .orElse("list it under builds: in " + ProjectFolder.PROJECT));
    }
}
