package dev.chandler.core.manifest;

import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the use of a module. */
final class UseReader {

    private final ProblemLog problems;

    UseReader(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Reads one.
     *
     * @param map without {@code each:} and {@code when:}, its values in place
     * @param file the file that it stands in
     * @return the use; empty where it names no module, which was reported
     */
    Optional<ResolvedStep.Use> read(Setting map, SourceFile file) {
        SettingReader reader = SettingReader.of(map, StepModel.MODULE_USE, problems);
        Optional<Setting> reference = reader.any(StepModel.USE);
        boolean named = reader.requiredText(StepModel.USE).isPresent();
        Optional<String> name = new StepName(problems).read(reader);
        boolean tests = reader.bool("tests").orElse(true);
        Map<String, Setting.Entry> with = with(reader.any("with"));
        Map<String, Setting> secrets = secrets(reader);
        reader.any("each");
        reader.any("when");
        reader.finish();
        return reference
                .filter(setting -> named)
                .map(setting -> new ResolvedStep.Use(setting, with, place(reader, name), secrets, tests, map, file));
    }

    private static Optional<Setting> place(SettingReader reader, Optional<String> name) {
        return reader.any("name").filter(setting -> name.isPresent());
    }

    private Map<String, Setting.Entry> with(Optional<Setting> with) {
        if (with.isEmpty()) {
            return Map.of();
        }
        if (with.get().kind() != Setting.Kind.MAP) {
            problems.accept(SettingReader.wrongType(with.get(), "a map of parameters"));
            return Map.of();
        }
        return with.get().entries();
    }

    private static Map<String, Setting> secrets(SettingReader reader) {
        Set<String> names = reader.textMap("secrets").keySet();
        Map<String, Setting> secrets = new LinkedHashMap<>();
        reader.any("secrets")
                .filter(setting -> setting.kind() == Setting.Kind.MAP)
                .ifPresent(map -> map.entries().forEach((theirs, entry) -> {
                    if (names.contains(theirs)) {
                        secrets.put(theirs, entry.value());
                    }
                }));
        return secrets;
    }
}
