package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

    /** Reads {@code env:} of a step, in which a value may be {@code {from: NAME}}. */
    StepEnvironment readStep(SettingReader reader) {
        Optional<Setting> env = reader.any("env").filter(setting -> setting.kind() == Setting.Kind.MAP);
        Map<String, Setting.Entry> texts = new LinkedHashMap<>();
        Map<String, Reference> references = new LinkedHashMap<>();
        env.ifPresent(map -> map.entries().forEach((name, entry) -> {
            if (entry.value().kind() == Setting.Kind.MAP) {
                checkName(name, entry);
                reference(entry.value()).ifPresent(use -> references.put(name, use));
            } else {
                texts.put(name, entry);
            }
        }));
        if (env.isEmpty()) {
            return new StepEnvironment(read(reader, "env"), Map.of());
        }
        Location place = env.get().location();
        Setting.Entry values = new Setting.Entry(place, Setting.map(texts, place));
        SettingReader ofTexts =
                SettingReader.of(Setting.map(Map.of("env", values), place), StepModel.of(StepModel.EXEC), problems);
        return new StepEnvironment(read(ofTexts, "env"), references);
    }

    private Optional<Reference> reference(Setting value) {
        SettingReader reader = SettingReader.of(value, StepModel.REFERENCE, problems);
        Optional<String> name = reader.requiredText("from");
        Optional<Setting> from = reader.any("from");
        reader.finish();
        return name.map(each -> new Reference(each, from.orElseThrow().location()));
    }

    private void checkName(String name, Setting.Entry entry) {
        if (name.isEmpty() || name.contains("=")) {
            problems.accept(Problem.of("CH-MANIFEST-011", "\"" + name + "\" cannot be a variable of the environment")
                    .at(entry.keyLocation())
                    .because("a name is not empty and has no ="));
        }
    }
}
