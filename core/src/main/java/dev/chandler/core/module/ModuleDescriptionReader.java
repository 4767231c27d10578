package dev.chandler.core.module;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.source.BlockCutter;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import dev.chandler.core.version.VersionRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a {@code module.yml} says of its module; renders nothing. Stateless but for its problems. */
public final class ModuleDescriptionReader {

    private static final Pattern NAME = Pattern.compile(ModuleModel.NAME);

    private final ProblemLog problems;

    /**
     * Makes a reader.
     *
     * @param problems takes all that is wrong
     */
    public ModuleDescriptionReader(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Reads one.
     *
     * @param file the {@code module.yml}
     * @return what it says; empty where it has no name or version, or is no YAML, which was reported
     */
    public Optional<ModuleDescription> read(SourceFile file) {
        BlockCutter cutter = new BlockCutter(file.content(), ModuleModel.BLOCKS);
        Optional<Tree> tree = new YamlReader(file, PlacedText.of(cutter.blocks()), shown -> shown, problems).read();
        Setting nothing = Setting.map(Map.of(), new Location(file.name(), 1, 1));
        return read(file, tree, tree.map(PlainSettings::of).orElse(nothing), cutter);
    }

    private Optional<ModuleDescription> read(SourceFile file, Optional<Tree> tree, Setting head, BlockCutter cutter) {
        SettingReader reader = SettingReader.of(head, ModuleModel.HEAD, problems);
        Optional<String> name = reader.requiredText("name")
                .flatMap(text ->
                        reader.read("name", "a module's name such as web/nginx", ModuleDescriptionReader::name));
        Optional<String> version = reader.requiredText("version")
                .flatMap(text ->
                        reader.read("version", "a semantic version such as 1.2.0", ModuleDescriptionReader::version));
        String description = reader.text("description").orElse("");
        Optional<String> license = reader.text("license");
        Setting needed = reader.any("requires").orElse(Setting.map(Map.of(), head.location()));
        SettingReader requires = SettingReader.of(needed, ModuleModel.REQUIRES, problems);
        List<ModuleUse> modules = modules(file, requires);
        List<String> engines = requires.texts("engines");
        List<String> capabilities = requires.readEach(
                "capabilities", "what engines are capable of, such as mount-bind", ModuleDescriptionReader::capability);
        Map<String, String> plugins = new LinkedHashMap<>(requires.textMap("plugins"));
        requires.finish();
        reader.any("parameters");
        reader.finish();
        Optional<Tree> parameters = tree.filter(Tree.Fields.class::isInstance)
                .flatMap(root -> ((Tree.Fields) root).entry("parameters"))
                .map(Tree.Entry::value);
        return name.isEmpty() || version.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModuleDescription(
                        name.get(),
                        version.get(),
                        description,
                        license,
                        modules,
                        engines,
                        capabilities,
                        plugins,
                        parameters,
                        cutter.body()));
    }

    private List<ModuleUse> modules(SourceFile file, SettingReader requires) {
        Optional<Setting> written = requires.any("modules");
        requires.texts("modules");
        return written.stream()
                .flatMap(setting -> setting.kind() == Setting.Kind.LIST ? setting.items().stream() : written.stream())
                .filter(setting -> setting.kind() == Setting.Kind.TEXT)
                .map(setting -> new ModuleUse(setting.text(), file.directory(), setting.location()))
                .toList();
    }

    private static Optional<String> capability(String text) {
        return Arrays.stream(Capability.values())
                .map(Capability::id)
                .filter(text::equals)
                .findFirst();
    }

    private static Optional<String> name(String text) {
        return Optional.of(text).filter(name -> NAME.matcher(name).matches());
    }

    private static Optional<String> version(String text) {
        return Optional.of(text).filter(VersionRange::isVersion);
    }
}
