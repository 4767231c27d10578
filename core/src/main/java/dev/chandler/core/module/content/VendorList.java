package dev.chandler.core.module.content;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.model.VendorModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.QuotedText;
import dev.chandler.core.manifest.yaml.YamlReader;
import dev.chandler.core.version.VersionRange;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which modules a folder has copies of: its {@code chandler.vendor.yml}.
 *
 * @param modules sorted by name and version, each version of a name once
 */
record VendorList(List<Entry> modules) {

    private static final String REMEDY = "remove the folder, and have \"chandler module vendor\" write it again";
    private static final int FORMAT = 1;
    private static final String HEADER =
            "# Written by \"chandler module vendor\", whose folder this is: all of it belongs"
                    + " under version control,\n# and nothing in it is for editing by hand.\n";

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::name).thenComparing(Entry::version, VersionRange.PREFERENCE);

    /**
     * One copy.
     *
     * @param name the module's name
     * @param version its version
     * @param digest of its content
     * @param empty its folders that have no file, which git does not keep
     */
    record Entry(String name, String version, Digest digest, List<String> empty) {

        /** Its folder, relative to that of all. */
        String folder() {
            return name + "@" + version;
        }

        /** For people. */
        String shown() {
            return name + " " + version;
        }

        boolean isOf(LockedModule module) {
            return name.equals(module.name()) && version.equals(module.version());
        }

        private String text() {
            String list = empty.stream().map(QuotedText::of).collect(Collectors.joining(", ", "    empty: [", "]\n"));
            return "  - name: " + QuotedText.of(name) + "\n    version: " + QuotedText.of(version) + "\n    digest: "
                    + QuotedText.of(digest.toString()) + "\n" + (empty.isEmpty() ? "" : list);
        }
    }

    VendorList {
        modules = modules.stream().sorted(ORDER).toList();
    }

    /**
     * Reads it.
     *
     * @return empty where the folder has none
     * @throws ManifestException with all that is wrong with it
     */
    static Optional<VendorList> read(Path folder, Path workingDirectory) {
        Path file = folder.resolve(ProjectFolder.VENDORED);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        ProblemLog problems = new ProblemLog();
        Optional<VendorList> list =
                new SourceReader(workingDirectory, problems).read(file).map(read -> read(read, problems));
        problems.throwIfAny();
        return list;
    }

    private static VendorList read(SourceFile file, ProblemLog problems) {
        Optional<Setting> root = new YamlReader(file, PlacedText.of(file.content()), shown -> shown, problems)
                .read()
                .map(PlainSettings::of);
        List<Entry> modules = new ArrayList<>();
        if (root.isEmpty() && problems.isEmpty()) {
            problems.accept(unreadable("it has no version").at(new Location(file.name(), 1, 1)));
        }
        root.ifPresent(map -> read(map, modules, problems));
        return new VendorList(modules);
    }

    private static void read(Setting root, List<Entry> modules, ProblemLog problems) {
        SettingReader reader = SettingReader.of(root, VendorModel.LIST, problems);
        Optional<Setting> version = reader.any("version");
        if (reader.count("version").filter(number -> number == FORMAT).isEmpty()) {
            String why = version.map(written -> "it has the version " + written).orElse("it has no version");
            problems.accept(unreadable(why + "; this Chandler reads " + FORMAT)
                    .at(version.orElse(root).location()));
            return;
        }
        reader.any("modules").ifPresent(list -> {
            if (list.kind() == Setting.Kind.LIST) {
                list.items().forEach(item -> entry(item, problems).ifPresent(modules::add));
            } else {
                problems.accept(SettingReader.wrongType(list, "a list of modules"));
            }
        });
        reader.finish();
    }

    private static Problem unreadable(String why) {
        return Problem.of("CH-MODULE-077", "this is no list of vendored modules")
                .because(why)
                .remedy(REMEDY);
    }

    private static Optional<Entry> entry(Setting item, ProblemLog problems) {
        SettingReader reader = SettingReader.of(item, VendorModel.MODULE, problems);
        Optional<String> name = reader.requiredText("name")
                .flatMap(text -> reader.read(
                        "name",
                        "a module's name",
                        word -> Optional.of(word).filter(each -> each.matches(ModuleModel.NAME))));
        Optional<String> version = reader.requiredText("version")
                .flatMap(text -> reader.read(
                        "version",
                        "a semantic version",
                        word -> Optional.of(word).filter(VersionRange::isVersion)));
        Optional<Digest> digest = reader.requiredText("digest")
                .flatMap(text -> reader.read("digest", "a digest, sha256:…", VendorList::digest));
        List<String> empty = reader.texts("empty");
        reader.finish();
        return name.isPresent() && version.isPresent() && digest.isPresent()
                ? Optional.of(new Entry(name.get(), version.get(), digest.get(), empty))
                : Optional.empty();
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<Entry> of(LockedModule module) {
        return modules.stream().filter(each -> each.isOf(module)).findFirst();
    }

    /** The file's content, which follows from what it has alone. */
    String text() {
        return HEADER + "version: " + FORMAT + "\n"
                + (modules.isEmpty()
                        ? ""
                        : modules.stream().map(Entry::text).collect(Collectors.joining("", "modules:\n", "")));
    }
}
