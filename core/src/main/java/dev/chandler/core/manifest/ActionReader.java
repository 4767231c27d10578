package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads one step: which provisioner it is for, and what holds for all provisioners alike. */
final class ActionReader {

    private final Set<String> provisioners;
    private final Consumer<String> unknownProvisioner;
    private final ProblemLog problems;

    ActionReader(Set<String> provisioners, Consumer<String> unknownProvisioner, ProblemLog problems) {
        this.provisioners = new TreeSet<>(provisioners);
        this.unknownProvisioner = unknownProvisioner;
        this.problems = problems;
    }

    /**
     * Reads a step.
     *
     * @param place its id where it has no name
     * @param scope whose steps it is one of
     * @return the step; empty where it makes no sense, which was reported
     */
    Optional<ActionSpec> read(ResolvedStep.Single step, String place, StepScope scope) {
        Setting setting = step.setting();
        if (setting.kind() == Setting.Kind.TEXT) {
            return text(step, place, scope);
        }
        List<String> forms =
                setting.entries().keySet().stream().filter(this::isForm).toList();
        if (forms.size() != 1) {
            reportForms(setting, forms);
            return Optional.empty();
        }
        return Optional.of(map(step, place, forms.get(0), scope));
    }

    private boolean isForm(String key) {
        return key.equals(StepModel.RUN) || provisioners.contains(key);
    }

    private Optional<ActionSpec> text(ResolvedStep.Single step, String place, StepScope scope) {
        Setting text = step.setting();
        if (text.text().isBlank()) {
            problems.accept(Problem.of("CH-MANIFEST-009", "this step does nothing")
                    .at(text.location())
                    .because("there is no text")
                    .remedy("write a command, or take it out"));
            return Optional.empty();
        }
        SettingReader nothing =
                SettingReader.of(Setting.map(Map.of(), text.location()), StepModel.of(StepModel.EXEC), problems);
        return Optional.of(action(step, place, StepModel.EXEC, text.location(), text, nothing, scope));
    }

    private ActionSpec map(ResolvedStep.Single step, String place, String form, StepScope scope) {
        SettingReader reader = SettingReader.of(step.setting(), StepModel.of(form), problems);
        Setting settings = reader.any(form).orElseThrow();
        ActionSpec action = action(
                step,
                place,
                form.equals(StepModel.RUN) ? StepModel.EXEC : form,
                placeOf(form, step.setting()),
                settings,
                reader,
                scope);
        reader.any("each");
        reader.any("when");
        reader.finish();
        return action;
    }

    private static Location placeOf(String key, Setting map) {
        Setting.Entry entry = map.entries().get(key);
        return entry == null ? map.location() : entry.keyLocation();
    }

    private ActionSpec action(
            ResolvedStep.Single step,
            String place,
            String provisioner,
            Location provisionerPlace,
            Setting settings,
            SettingReader reader,
            StepScope scope) {
        String id = scope.id(new StepName(problems).read(reader).orElse(place));
        Map<String, Setting> beside = beside(provisioner, reader);
        Optional<Reference> register = provisioner.equals(StepModel.EXEC) ? register(reader) : Optional.empty();
        StepEnvironment env = new EnvironmentReader(problems).readStep(reader);
        Map<String, String> values = new LinkedHashMap<>(scope.env());
        values.putAll(env.values());
        return new ActionSpec(
                id,
                provisioner,
                provisionerPlace,
                settings,
                beside,
                Collections.unmodifiableMap(values),
                env.references(),
                register,
                new SecretsReader(problems).used(reader, scope),
                reader.text("workdir").filter(this::isNotEmpty),
                reader.text("user").filter(this::isNotEmpty),
                shell(reader),
                reader.duration("timeout"),
                reader.count("retries").orElse(0),
                reader.bool("cache").orElse(true),
                checkpoint(reader),
                step.file().directory(),
                step.place(),
                scope.module());
    }

    private static Map<String, Setting> beside(String provisioner, SettingReader reader) {
        Map<String, Setting> beside = new LinkedHashMap<>();
        if (provisioner.equals(StepModel.EXEC)) {
            StepModel.COMMAND.names().stream()
                    .filter(word -> !word.equals(StepModel.REGISTER))
                    .forEach(word -> reader.any(word).ifPresent(setting -> beside.put(word, setting)));
        }
        return beside;
    }

    private Optional<Reference> register(SettingReader reader) {
        Optional<Setting> setting = reader.any(StepModel.REGISTER);
        return reader.read(
                        StepModel.REGISTER,
                        "a name of letters, digits, _ and -",
                        text -> Optional.of(text).filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_-]*")))
                .map(name -> new Reference(name, setting.orElseThrow().location()));
    }

    private static Optional<CheckpointWish> checkpoint(SettingReader reader) {
        return reader.read("checkpoint", "auto, always or never", CheckpointWish::of);
    }

    private boolean isNotEmpty(String text) {
        return !text.isEmpty();
    }

    private static Optional<List<String>> shell(SettingReader reader) {
        Optional<Setting> shell = reader.any("shell");
        if (shell.filter(setting -> setting.kind() == Setting.Kind.TEXT).isPresent()) {
            return shell.map(setting -> List.of(setting.text().strip().split("\\s+")))
                    .filter(words -> !words.get(0).isEmpty());
        }
        return shell.map(setting -> reader.texts("shell")).filter(words -> !words.isEmpty());
    }

    private void reportForms(Setting step, List<String> forms) {
        if (forms.size() > 1) {
            problems.accept(Problem.of("CH-MANIFEST-009", "this step does several things: " + String.join(", ", forms))
                    .at(step.location())
                    .remedy("make a step of each"));
            return;
        }
        List<String> known = new ArrayList<>(StepModel.words());
        known.addAll(provisioners);
        List<Map.Entry<String, Setting.Entry>> unknown = step.entries().entrySet().stream()
                .filter(entry -> !StepModel.isBeside(entry.getKey()))
                .toList();
        if (unknown.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-009", "this step does nothing")
                    .at(step.location())
                    .because("no provisioner is named")
                    .remedy("add run: …, or another of: " + String.join(", ", provisioners)));
        }
        unknown.forEach(entry -> problems.accept(unknownProvisioner(entry.getKey(), entry.getValue(), known)));
    }

    private Problem unknownProvisioner(String name, Setting.Entry entry, List<String> known) {
        unknownProvisioner.accept(name);
        return Problem.of("CH-MANIFEST-003", "unknown provisioner \"" + name + "\"")
                .at(entry.keyLocation())
                .because("available: " + String.join(", ", provisioners))
                .remedy(SettingReader.didYouMean(name, known).orElse("see chandler plugin list"));
    }
}
