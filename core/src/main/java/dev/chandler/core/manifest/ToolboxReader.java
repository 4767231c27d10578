package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code toolbox:}. */
public final class ToolboxReader {

    private static final String KINDS = "a folder or archive (./tools), an image, or {container: NAME}";

    private final ProblemLog problems;

    ToolboxReader(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Reads a toolbox that was named outside of a manifest.
     *
     * @param setting what was written
     * @param directory what paths are relative to
     * @return where the tools are
     * @throws dev.chandler.api.problem.ManifestException if they cannot be there
     */
    public static ToolboxSource read(Setting setting, Path directory) {
        ProblemLog problems = new ProblemLog();
        Optional<ToolboxSource> source = new ToolboxReader(problems).read(Optional.of(setting), directory);
        problems.throwIfAny();
        return source.orElseThrow();
    }

    /**
     * Reads the toolbox.
     *
     * @param setting what was written
     * @param directory the folder of the file in which it was
     * @return where the tools are; empty where there are none, or what is wrong was reported
     */
    Optional<ToolboxSource> read(Optional<Setting> setting, Path directory) {
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        return switch (setting.get().kind()) {
            case TEXT -> text(setting.get(), directory);
            case MAP -> container(setting.get());
            case LIST -> {
                problems.accept(SettingReader.wrongType(setting.get(), KINDS));
                yield Optional.empty();
            }
        };
    }

    private Optional<ToolboxSource> text(Setting setting, Path directory) {
        String text = setting.text();
        if (text.startsWith(".") || text.startsWith("/")) {
            return files(setting, directory);
        }
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            problems.accept(Problem.of("CH-TOOLBOX-001", "\"" + text + "\" is no toolbox")
                    .at(setting.location())
                    .because("an image's name is not empty and has no blanks")
                    .remedy("name " + KINDS));
            return Optional.empty();
        }
        return Optional.of(new ToolboxSource.Image(new BaseReference.Image(text), setting.location()));
    }

    private Optional<ToolboxSource> files(Setting setting, Path directory) {
        Optional<Path> path = path(directory, setting.text()).filter(Files::exists);
        if (path.isEmpty()) {
            problems.accept(
                    Problem.of("CH-TOOLBOX-001", "there is no folder or archive \"" + setting.text() + "\" with tools")
                            .at(setting.location())
                            .because("looked in " + directory)
                            .remedy("a text that begins with . or / is a path; write an image's name without it"));
        }
        if (path.filter(Files::isRegularFile).isPresent() && !ToolArchive.isTar(path.get())) {
            problems.accept(Problem.of("CH-TOOLBOX-002", "\"" + setting.text() + "\" is no archive with tools")
                    .at(setting.location())
                    .because("it does not begin as a tar archive does, plain or gzip")
                    .remedy("pack the tools with tar, or name a folder"));
            return Optional.empty();
        }
        return path.map(found -> new ToolboxSource.ClientFiles(found, setting.location()));
    }

    private Optional<ToolboxSource> container(Setting map) {
        SettingReader reader = SettingReader.of(map, ManifestModel.TOOLBOX, problems);
        Optional<String> name = reader.requiredText("container");
        reader.finish();
        if (name.filter(String::isBlank).isPresent()) {
            problems.accept(Problem.of("CH-TOOLBOX-001", "\"" + name.get() + "\" is no container")
                    .at(map.location())
                    .remedy("name a data container: docker ps -a lists them"));
            return Optional.empty();
        }
        return name.map(known -> new ToolboxSource.Container(known, map.location()));
    }

    private static Optional<Path> path(Path directory, String name) {
        try {
            return Optional.of(directory.toAbsolutePath().resolve(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
