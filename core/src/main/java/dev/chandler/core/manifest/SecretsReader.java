package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.SecretModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code secrets:}, and what of it a step lists. */
final class SecretsReader {

    /** What a map can name, each a file in one folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    private static final List<String> SOURCES = SecretModel.SECRET.keys().stream()
            .map(SettingKey::name)
            .filter(name -> !name.equals(SecretModel.VERSION))
            .toList();

    /** Where relative paths begin. */
    @FunctionalInterface
    interface Directories {

        /** The folder of the file in which a secret's source is written. */
        Path of(String secret, String source);
    }

    private final ProblemLog problems;

    SecretsReader(ProblemLog problems) {
        this.problems = problems;
    }

    Map<String, SecretSpec> read(Optional<Setting> secrets, Directories directories) {
        Map<String, SecretSpec> specs = new LinkedHashMap<>();
        if (secrets.isEmpty()) {
            return specs;
        }
        if (secrets.get().kind() != Setting.Kind.MAP) {
            problems.accept(SettingReader.wrongType(secrets.get(), "a map of secrets")
                    .remedy("write secrets: {NAME: {env: VARIABLE}}"));
            return specs;
        }
        secrets.get().entries().forEach((name, entry) -> {
            requireName(name, entry.keyLocation());
            spec(name, entry.value(), directories).ifPresent(spec -> specs.put(name, spec));
        });
        return specs;
    }

    private void requireName(String name, Location place) {
        if (!NAME.matcher(name).matches()) {
            problems.accept(Problem.of("CH-SECRET-001", "\"" + name + "\" cannot be a secret's name")
                    .at(place)
                    .because("a name is letters, digits, _, . and - alone, and begins with none of the last two"));
        }
    }

    private Optional<SecretSpec> spec(String name, Setting setting, Directories directories) {
        SettingReader reader = SettingReader.of(setting, SecretModel.SECRET, problems);
        if (setting.kind() != Setting.Kind.MAP) {
            return Optional.empty();
        }
        List<String> sources =
                SOURCES.stream().filter(setting.entries()::containsKey).toList();
        SOURCES.forEach(reader::any);
        Optional<String> version = reader.text(SecretModel.VERSION);
        reader.finish();
        if (sources.size() != 1) {
            problems.accept(Problem.of(
                            "CH-SECRET-001",
                            "the secret \"" + name + "\" has " + (sources.isEmpty() ? "no source" : "several sources"))
                    .at(setting.location())
                    .because(
                            sources.isEmpty()
                                    ? "nothing says where its value is"
                                    : "it has " + String.join(", ", sources))
                    .remedy("give it one of: " + String.join(", ", SOURCES)));
            return Optional.empty();
        }
        String kind = sources.get(0);
        return source(name, kind, reader, directories)
                .map(source -> new SecretSpec(
                        name, source, version, reader.any(kind).orElseThrow().location()));
    }

    private Optional<SecretSource> source(String name, String kind, SettingReader reader, Directories directories) {
        Path directory = directories.of(name, kind);
        return switch (kind) {
            case "env" -> reader.requiredText(kind).map(SecretSource.Variable::new);
            case "file" -> reader.requiredText(kind).flatMap(text -> file(text, reader, directory));
            case "command" -> command(reader, directory);
            default -> reader.requiredText(kind).map(SecretSource.DockerLogin::new);
        };
    }

    private Optional<SecretSource> file(String text, SettingReader reader, Path directory) {
        try {
            return Optional.of(
                    new SecretSource.HostFile(text, directory.resolve(text).normalize()));
        } catch (InvalidPathException e) {
            problems.accept(Problem.of("CH-MANIFEST-011", "no path: \"" + text + "\"")
                    .at(reader.any("file").orElseThrow().location())
                    .because(e.getReason()));
            return Optional.empty();
        }
    }

    private Optional<SecretSource> command(SettingReader reader, Path directory) {
        Setting setting = reader.any("command").orElseThrow();
        if (setting.kind() != Setting.Kind.LIST) {
            return reader.requiredText("command")
                    .map(text -> new SecretSource.Output(List.of("/bin/sh", "-c", text), text, directory));
        }
        List<String> argv = reader.texts("command");
        if (argv.size() < setting.items().size()) {
            return Optional.empty();
        }
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-012", "empty command").at(setting.location()));
            return Optional.empty();
        }
        return Optional.of(new SecretSource.Output(argv, quoted(argv), directory));
    }

    private static String quoted(List<String> argv) {
        return argv.stream()
                .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Reads what a step lists; what nobody declares is reported. */
    List<SecretSpec> used(SettingReader step, StepScope scope) {
        Map<String, SecretSpec> declared = scope.secrets();
        Optional<Setting> setting = step.any("secrets");
        List<SecretSpec> used = new ArrayList<>();
        for (String name : step.texts("secrets")) {
            SecretSpec spec = declared.get(name);
            if (spec == null) {
                Location place = place(setting.orElseThrow(), name).location();
                problems.accept(scope.module()
                        .map(module -> notGiven(name, module, declared.keySet()))
                        .orElseGet(() -> undeclared(name, declared.keySet()))
                        .at(place));
            } else if (!used.contains(spec)) {
                used.add(spec);
            }
        }
        return List.copyOf(used);
    }

    private static Problem undeclared(String name, Set<String> declared) {
        return Problem.of("CH-SECRET-002", "no secret is called \"" + name + "\"")
                .because(declared.isEmpty() ? "secrets: declares none" : "declared: " + String.join(", ", declared))
                .remedy(SettingReader.didYouMean(name, declared)
                        .orElse("add it to secrets: at the top of the manifest"));
    }

    private static Problem notGiven(String name, UsedModule module, Set<String> given) {
        return Problem.of("CH-MODULE-009", module.words() + " is given no secret \"" + name + "\"")
                .because("it is used at " + module.place() + ", which gives it "
                        + (given.isEmpty() ? "none" : String.join(", ", given)))
                .remedy("there, add secrets: {" + name + ": NAME}, with the name of one of yours");
    }

    /** What the use of a module gives to its steps, by the name that they know it by; what nobody declares is reported. */
    Map<String, SecretSpec> given(Map<String, Setting> names, StepScope giver) {
        Map<String, SecretSpec> given = new LinkedHashMap<>();
        names.forEach((theirs, ours) -> {
            SecretSpec spec = giver.secrets().get(ours.text());
            if (spec == null) {
                problems.accept(giver.module()
                        .map(module ->
                                notGiven(ours.text(), module, giver.secrets().keySet()))
                        .orElseGet(() -> undeclared(ours.text(), giver.secrets().keySet()))
                        .at(ours.location()));
            }
            // What was reported is not missed again by the steps that list it.
            SecretSource source = spec == null ? new SecretSource.Variable(ours.text()) : spec.source();
            Optional<String> version = spec == null ? Optional.empty() : spec.version();
            requireName(theirs, ours.location());
            given.put(
                    theirs, new SecretSpec(theirs, source, version, spec == null ? ours.location() : spec.location()));
        });
        return given;
    }

    private static Setting place(Setting setting, String name) {
        return setting.kind() != Setting.Kind.LIST
                ? setting
                : setting.items().stream()
                        .filter(item ->
                                item.kind() == Setting.Kind.TEXT && item.text().equals(name))
                        .findFirst()
                        .orElse(setting);
    }
}
