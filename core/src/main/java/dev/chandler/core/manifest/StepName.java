package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.Optional;

/** Reads a name that people type and that one line of output has to hold. */
final class StepName {

    private final ProblemLog problems;

    StepName(ProblemLog problems) {
        this.problems = problems;
    }

    Optional<String> read(SettingReader reader) {
        Optional<Setting> setting = reader.any("name");
        Optional<String> name = reader.text("name");
        if (name.isPresent() && !isUsable(name.get())) {
            problems.accept(Problem.of("CH-MANIFEST-011", "this cannot be a name")
                    .at(setting.orElseThrow().location())
                    .because("a name is one line, not empty, and without control characters"));
            return Optional.empty();
        }
        return name;
    }

    private static boolean isUsable(String name) {
        return !name.isBlank() && name.codePoints().noneMatch(Character::isISOControl);
    }
}
