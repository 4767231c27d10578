package dev.chandler.core.lock;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.LockModel;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.YamlReader;
import dev.chandler.core.version.VersionRange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the text of a lock and reports all that is wrong with it. Used once. */
final class LockReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private static final Pattern NAME = Pattern.compile(ModuleModel.NAME);

    private final ProblemLog problems;
    private final Map<String, LockedPlugin> plugins = new TreeMap<>();
    private final Set<LockedModule> modules = new TreeSet<>(LockedModule.ORDER);
    private final Set<LockedBase> bases = new TreeSet<>(LockedBase.ORDER);
    private Optional<String> vendored = Optional.empty();

    LockReader(ProblemLog problems) {
        this.problems = problems;
    }

    Lockfile read(SourceFile file) {
        Optional<Location> conflict = conflict(file.content());
        if (conflict.isPresent()) {
            problems.accept(Problem.of("CH-LOCK-005", "this lock has a conflict of a merge in it")
                    .at(conflict.get())
                    .remedy("take one side of it, then install again and \"chandler lock\" what the other side has"));
            return lock();
        }
        Optional<Setting> root = new YamlReader(file, PlacedText.of(file.content()), shown -> shown, problems)
                .read()
                .map(PlainSettings::of);
        if (root.isEmpty() && problems.isEmpty()) {
            // As a full disk or a merge leaves it; it would pin nothing.
            problems.accept(Problem.of("CH-LOCK-001", "this lock has no version")
                    .at(new Location(file.name(), 1, 1))
                    .because("it is empty")
                    .remedy("take it out of version control again; or remove it and install the plugins again"));
        }
        root.ifPresent(this::readRoot);
        return lock();
    }

    private Lockfile lock() {
        return new Lockfile(plugins, modules, bases, vendored);
    }

    private static Optional<Location> conflict(SourceText text) {
        return IntStream.rangeClosed(1, text.lineCount())
                .filter(line -> text.line(line).startsWith("<<<<<<< "))
                .mapToObj(line -> new Location(text.name(), line, 1))
                .findFirst();
    }

    private void readRoot(Setting root) {
        SettingReader reader = SettingReader.of(root, LockModel.LOCK, problems);
        Optional<Setting> version = reader.any("version");
        Optional<Integer> format = reader.count("version");
        if (version.isEmpty()
                || format.filter(number -> number != Lockfile.FORMAT).isPresent()) {
            // Its keys may mean something else there: nothing more is said about them.
            problems.accept(
                    Problem.of(
                                    "CH-LOCK-001",
                                    version.map(written -> "this lock has the version " + written)
                                            .orElse("this lock has no version"))
                            .at(version.orElse(root).location())
                            .because("this Chandler reads version " + Lockfile.FORMAT)
                            .remedy(
                                    "use the Chandler that wrote it, or a newer one; or remove it and install the plugins again"));
            return;
        }
        reader.any("plugins").ifPresent(list -> each(list, "a list of plugins", this::plugin));
        reader.any("modules").ifPresent(list -> each(list, "a list of modules", this::module));
        reader.any("bases").ifPresent(list -> each(list, "a list of bases", this::base));
        vendored = reader.read("vendored", "a folder of the project, as vendor/modules", LockReader::folder);
        reader.finish();
    }

    private static Optional<String> folder(String text) {
        return Optional.of(text)
                .filter(folder -> Stream.of(folder.split("/", -1))
                        .noneMatch(word -> word.isEmpty() || word.equals(".") || word.equals("..")));
    }

    private void each(Setting list, String wanted, Consumer<Setting> read) {
        if (list.kind() == Setting.Kind.LIST) {
            list.items().forEach(read);
        } else {
            problems.accept(SettingReader.wrongType(list, wanted));
        }
    }

    private void plugin(Setting item) {
        SettingReader reader = SettingReader.of(item, LockModel.PLUGIN, problems);
        Optional<String> id =
                reader.requiredText("id").flatMap(text -> reader.read("id", "a plugin's id", LockReader::id));
        Optional<String> version = reader.requiredText("version");
        Optional<Digest> digest = digest(reader);
        Optional<String> source = reader.requiredText("source");
        reader.finish();
        if (id.isPresent() && version.isPresent() && digest.isPresent() && source.isPresent()) {
            LockedPlugin plugin = new LockedPlugin(id.get(), version.get(), digest.get(), source.get());
            if (plugins.putIfAbsent(plugin.id(), plugin) != null) {
                problems.accept(Problem.of("CH-LOCK-002", "the plugin \"" + plugin.id() + "\" is locked twice")
                        .at(item.location())
                        .remedy("keep one of the two, or install the plugin again"));
            }
        }
    }

    private void module(Setting item) {
        SettingReader reader = SettingReader.of(item, LockModel.MODULE, problems);
        Optional<String> name =
                reader.requiredText("name").flatMap(text -> reader.read("name", "a module's name", LockReader::name));
        Optional<String> version = reader.requiredText("version")
                .flatMap(text -> reader.read("version", "a semantic version", LockReader::version));
        Optional<Digest> digest = digest(reader);
        Optional<String> source = reader.requiredText("source");
        reader.finish();
        if (name.isPresent() && version.isPresent() && digest.isPresent() && source.isPresent()) {
            LockedModule module = new LockedModule(name.get(), version.get(), digest.get(), source.get());
            boolean contradicted = modules.stream().anyMatch(module::contradicts);
            if (!modules.add(module) || contradicted) {
                problems.accept(Problem.of(
                                "CH-LOCK-006",
                                "the module \"" + module.name() + "\" is locked twice in version " + module.version())
                        .at(item.location())
                        .remedy("remove both, and \"chandler lock\" it again"));
            }
        }
    }

    private void base(Setting item) {
        SettingReader reader = SettingReader.of(item, LockModel.BASE, problems);
        Optional<String> reference = reader.requiredText("reference");
        Optional<String> engine = reader.requiredText("engine");
        Optional<Platform> platform = reader.requiredText("platform")
                .flatMap(text -> reader.read("platform", "a platform such as linux/amd64", Platform::parse));
        Optional<String> pinned = reader.requiredText("pinned");
        reader.finish();
        if (reference.isPresent() && engine.isPresent() && platform.isPresent() && pinned.isPresent()) {
            LockedBase base = new LockedBase(reference.get(), engine.get(), platform.get(), pinned.get());
            if (!bases.add(base)) {
                problems.accept(Problem.of(
                                "CH-LOCK-012",
                                "\"" + base.reference() + "\" is locked twice for " + base.engine() + " on "
                                        + base.platform())
                        .at(item.location())
                        .remedy("keep one of the two, or remove both and \"chandler lock\" it again"));
            }
        }
    }

    private static Optional<Digest> digest(SettingReader reader) {
        return reader.requiredText("digest")
                .flatMap(text -> reader.read("digest", "a digest, sha256:…", LockReader::digest));
    }

    private static Optional<String> name(String text) {
        return Optional.of(text).filter(name -> NAME.matcher(name).matches());
    }

    private static Optional<String> version(String text) {
        return Optional.of(text).filter(VersionRange::isVersion);
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(id -> ID.matcher(id).matches());
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
