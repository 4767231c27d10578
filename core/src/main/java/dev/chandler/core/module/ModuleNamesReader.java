package dev.chandler.core.module;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.model.SourcesModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code chandler.sources.yml}, all that is wrong with it. Used once. */
final class ModuleNamesReader {

    private static final Pattern NAME = Pattern.compile(ModuleModel.NAME);

    private final ProblemLog problems = new ProblemLog();
    private final SourceReader files;

    ModuleNamesReader(Path workingDirectory) {
        this.files = new SourceReader(workingDirectory, problems);
    }

    /** Reads the file of each folder, which need not have one. */
    ModuleNames read(List<Path> folders) {
        List<Path> paths =
                folders.stream().map(folder -> folder.resolve(ModuleNames.FILE)).toList();
        List<Map<String, MappedSource>> maps = paths.stream().map(this::map).toList();
        problems.throwIfAny();
        return new ModuleNames(paths.stream().map(files::nameOf).toList(), maps);
    }

    private Map<String, MappedSource> map(Path path) {
        Map<String, MappedSource> sources = new HashMap<>();
        // A link to nowhere is a mistake, and no file that is not there.
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return sources;
        }
        files.read(path)
                .ifPresent(file -> new YamlReader(file, PlacedText.of(file.content()), shown -> shown, problems)
                        .read()
                        .map(PlainSettings::of)
                        .ifPresent(root -> read(file, root, sources)));
        return sources;
    }

    private void read(SourceFile file, Setting root, Map<String, MappedSource> sources) {
        SettingReader reader = SettingReader.of(root, SourcesModel.SOURCES, problems);
        reader.textMap("modules");
        reader.any("modules")
                .filter(map -> map.kind() == Setting.Kind.MAP)
                .ifPresent(map -> map.entries().forEach((prefix, entry) -> {
                    if (!NAME.matcher(prefix).matches()) {
                        problems.accept(Problem.of(
                                        "CH-MODULE-022", "\"" + prefix + "\" is not what a module's name begins with")
                                .at(entry.keyLocation())
                                .because("names are words of lower-case letters, digits, _, . and -, with / between")
                                .remedy("write web for all modules such as web/nginx"));
                    } else if (entry.value().kind() == Setting.Kind.TEXT) {
                        source(file, entry.value()).ifPresent(source -> sources.put(prefix, source));
                    }
                }));
        reader.finish();
    }

    private Optional<MappedSource> source(SourceFile file, Setting text) {
        try {
            ModuleReference source = new ReferenceReader(text.text(), text.location()).mapped();
            return Optional.of(new MappedSource(
                    source instanceof ModuleReference.Folder folder
                            ? new ModuleReference.Folder(file.directory()
                                    .resolve(folder.path())
                                    .normalize()
                                    .toString())
                            : source));
        } catch (ManifestException e) {
            Problem why = e.problems().get(0);
            problems.accept(Problem.of("CH-MODULE-022", "\"" + text.text() + "\" is no source of modules")
                    .at(text.location())
                    .because(why.why().orElse(why.what()))
                    .remedy("a source is ./FOLDER, HOST[:PORT]/NAME, git+URL#REF:SUBDIR or"
                            + " https://…/{name}-{version}.tar"));
            return Optional.empty();
        }
    }
}
