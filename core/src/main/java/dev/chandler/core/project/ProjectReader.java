package dev.chandler.core.project;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.UnknownBuild;
import dev.chandler.core.manifest.model.ProjectModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the text of {@code chandler.project.yml} and reports all that is wrong with it. Used once. */
final class ProjectReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    private final Path project;
    private final SourceReader sources;
    private final ProblemLog problems;
    private final List<Found> found = new ArrayList<>();

    ProjectReader(Path project, SourceReader sources, ProblemLog problems) {
        this.project = project;
        this.sources = sources;
        this.problems = problems;
    }

    /** A manifest that was found; the place is that of what has led to it. */
    private record Found(Optional<String> name, Path manifest, List<BuildNeed> needs, Location place) {}

    List<ProjectBuild> read(SourceFile file) {
        Optional<Setting> root = new YamlReader(file, PlacedText.of(file.content()), shown -> shown, problems)
                .read()
                .map(PlainSettings::of);
        if (root.isEmpty() || isNothing(root.get())) {
            return List.of();
        }
        SettingReader reader = SettingReader.of(root.get(), ProjectModel.PROJECT, problems);
        Optional<Setting> builds = reader.any("builds");
        reader.finish();
        builds.filter(setting -> !isNothing(setting)).ifPresent(this::readBuilds);
        List<ProjectBuild> named = named();
        checkNeeds(named);
        return named;
    }

    private static boolean isNothing(Setting setting) {
        return setting.kind() == Setting.Kind.TEXT && setting.text().isEmpty();
    }

    private void readBuilds(Setting list) {
        if (list.kind() != Setting.Kind.LIST) {
            problems.accept(SettingReader.wrongType(list, "a list of folders, patterns and maps"));
            return;
        }
        ManifestPaths paths = new ManifestPaths(project, sources, problems);
        // What is named by itself says more than a pattern that leads there, too.
        list.items().stream().filter(item -> !isPattern(item)).forEach(item -> single(item, paths));
        Set<Path> known =
                found.stream().map(each -> real(each.manifest())).collect(Collectors.toCollection(HashSet::new));
        for (Setting item : list.items()) {
            if (isPattern(item)) {
                for (Path manifest : paths.matching(item)) {
                    if (known.add(real(manifest))) {
                        found.add(new Found(Optional.empty(), manifest, List.of(), item.location()));
                    }
                }
            }
        }
    }

    private static Path real(Path manifest) {
        return SourceReader.realPath(manifest);
    }

    private static boolean isPattern(Setting item) {
        return item.kind() == Setting.Kind.TEXT && ManifestPaths.isPattern(item.text());
    }

    private void single(Setting item, ManifestPaths paths) {
        switch (item.kind()) {
            case TEXT -> add(Optional.empty(), paths.single(item), List.of(), item.location());
            case MAP -> map(item, paths);
            case LIST -> problems.accept(SettingReader.wrongType(item, "a folder, a pattern or a map"));
        }
    }

    private void map(Setting item, ManifestPaths paths) {
        SettingReader reader = SettingReader.of(item, ProjectModel.BUILD, problems);
        Optional<String> name = reader.read(
                "name",
                "a name of letters, digits, ., _ and -, such as api or services/api",
                text -> Optional.of(text).filter(each -> NAME.matcher(each).matches()));
        Optional<Setting> path = reader.any("path");
        reader.requiredText("path");
        Optional<Setting> needs = reader.any("needs");
        reader.texts("needs");
        reader.finish();
        List<BuildNeed> needed = needs.map(ProjectReader::texts).orElse(List.of()).stream()
                .map(each -> new BuildNeed(each.text(), each.location()))
                .toList();
        Location place = item.entries().containsKey("name")
                ? item.entries().get("name").value().location()
                : item.location();
        path.filter(each -> each.kind() == Setting.Kind.TEXT)
                .ifPresent(each -> add(name, paths.single(each), needed, place));
    }

    private static List<Setting> texts(Setting setting) {
        List<Setting> all = setting.kind() == Setting.Kind.LIST ? setting.items() : List.of(setting);
        return all.stream().filter(each -> each.kind() == Setting.Kind.TEXT).toList();
    }

    private void add(Optional<String> name, Optional<Path> manifest, List<BuildNeed> needs, Location place) {
        if (manifest.isEmpty()) {
            return;
        }
        Optional<Found> twice = found.stream()
                .filter(each -> real(each.manifest()).equals(real(manifest.get())))
                .findFirst();
        if (twice.isPresent()) {
            problems.accept(
                    Problem.of("CH-PROJECT-003", "the manifest \"" + shown(manifest.get()) + "\" is listed twice")
                            .at(place)
                            .because("the other time is at " + twice.get().place())
                            .remedy("keep one of the two"));
            return;
        }
        found.add(new Found(name, manifest.get(), needs, place));
    }

    private String shown(Path path) {
        return project.relativize(path).toString();
    }

    /** The last word of the path where nobody else has it, else all of it. */
    private List<ProjectBuild> named() {
        Map<String, Long> words = found.stream()
                .map(each -> each.name().orElseGet(() -> lastWord(path(each.manifest()))))
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
        Map<String, Location> taken = new HashMap<>();
        List<ProjectBuild> named = new ArrayList<>();
        for (Found each : found) {
            String path = path(each.manifest());
            String word = lastWord(path);
            String name = each.name().orElseGet(() -> words.getOrDefault(word, 0L) == 1 ? word : path);
            Location before = taken.putIfAbsent(name, each.place());
            if (name.isEmpty()) {
                problems.accept(Problem.of("CH-PROJECT-005", "the build in the project's own folder has no name")
                        .at(each.place())
                        .because("the folder's name is not the project's, and the manifest has no name:")
                        .remedy("add name: to " + shown(each.manifest()) + ", or write {name: NAME, path: .}"));
            } else if (!NAME.matcher(name).matches()) {
                problems.accept(Problem.of("CH-PROJECT-005", "\"" + name + "\" cannot be a build's name")
                        .at(each.place())
                        .because("a name has letters, digits, ., _ and - alone")
                        .remedy("give it another: {name: NAME, path: \"" + shown(each.manifest()) + "\"}"));
            } else if (before != null) {
                problems.accept(Problem.of("CH-PROJECT-003", "two builds have the name \"" + name + "\"")
                        .at(each.place())
                        .because("the other is at " + before)
                        .remedy("give one of them another: {name: NAME, path: \"" + shown(each.manifest()) + "\"}"));
            } else {
                named.add(new ProjectBuild(name, each.manifest(), each.needs()));
            }
        }
        return List.copyOf(named);
    }

    /** The manifest's folder, or the file without its ending where it is no {@code chandler.yml}. */
    private String path(Path manifest) {
        String path = shown(manifest).replace('\\', '/');
        if (path.equals(ProjectFolder.MANIFEST)) {
            return ownName(manifest);
        }
        return path.endsWith("/" + ProjectFolder.MANIFEST)
                ? path.substring(0, path.length() - ProjectFolder.MANIFEST.length() - 1)
                : path.replaceFirst("\\.ya?ml$", "");
    }

    /** What the manifest in the project's own folder calls itself: that folder may be called otherwise elsewhere. */
    private String ownName(Path manifest) {
        ProblemLog others = new ProblemLog();
        return new SourceReader(project, others)
                .read(manifest)
                .flatMap(read -> new YamlReader(read, PlacedText.of(read.content()), shown -> shown, others).read())
                .map(PlainSettings::of)
                .filter(root -> root.kind() == Setting.Kind.MAP)
                .map(root -> root.entries().get("name"))
                .map(Setting.Entry::value)
                .filter(name -> name.kind() == Setting.Kind.TEXT)
                .map(Setting::text)
                .orElse("");
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void checkNeeds(List<ProjectBuild> named) {
        if (problems.isEmpty()) {
            Set<String> names = named.stream().map(ProjectBuild::name).collect(Collectors.toSet());
            named.stream()
                    .flatMap(build -> build.needs().stream())
                    .filter(need -> !names.contains(need.build()))
                    .forEach(need -> problems.accept(UnknownBuild.problem(need, names)));
        }
    }
}
