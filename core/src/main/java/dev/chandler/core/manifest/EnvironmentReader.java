package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.Map;

/** Reads a map of environment variables. */
final class EnvironmentReader {

    private final ProblemLog problems;

    EnvironmentReader(ProblemLog problems) {
        this.problems = problems;
    }

    Map<String, String> read(SettingReader reader, String key) {
        reader.any(key)
                .filter(setting -> setting.kind() == Setting.Kind.MAP)
                .ifPresent(setting -> setting.entries().forEach(this::checkName));
        return reader.textMap(key);
    }

    private void checkName(String name, Setting.Entry entry) {
        if (name.isEmpty() || name.contains("=")) {
            problems.accept(Problem.of("CH-MANIFEST-011", "\"" + name + "\" cannot be a variable of the environment")
                    .at(entry.keyLocation())
                    .because("a name is not empty and has no ="));
        }
    }
}
