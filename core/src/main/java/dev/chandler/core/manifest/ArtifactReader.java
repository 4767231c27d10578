package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code artifact:}. */
final class ArtifactReader {

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern REPO =
            Pattern.compile("([A-Za-z0-9.-]+(:\\d+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
    private static final List<String> DEFAULT_TAGS = List.of("latest");

    private final ProblemLog problems;

    ArtifactReader(ProblemLog problems) {
        this.problems = problems;
    }

    ArtifactSettings read(Optional<Setting> artifact) {
        if (artifact.isEmpty()) {
            return new ArtifactSettings(
                    Optional.empty(), DEFAULT_TAGS, Optional.empty(), Optional.empty(), Map.of(), Map.of());
        }
        SettingReader reader = SettingReader.of(artifact.get(), problems);
        Optional<Setting> repo = reader.any("repo");
        ArtifactSettings settings = new ArtifactSettings(
                repo(reader, repo),
                tags(reader, repo),
                words(reader, "cmd"),
                words(reader, "entrypoint"),
                new EnvironmentReader(problems).read(reader, "env"),
                reader.textMap("labels"));
        reader.finish();
        return settings;
    }

    private Optional<String> repo(SettingReader reader, Optional<Setting> setting) {
        Optional<String> repo = reader.text("repo");
        if (repo.isPresent() && !REPO.matcher(repo.get()).matches()) {
            problems.accept(Problem.of("CH-MANIFEST-011", "\"" + repo.get() + "\" cannot be a repository")
                    .at(setting.orElseThrow().location())
                    .because("it is written team/name or host:5000/team/name, in small letters and without a tag")
                    .remedy("tags go under tags:"));
            return Optional.empty();
        }
        return repo;
    }

    private List<String> tags(SettingReader reader, Optional<Setting> repo) {
        Optional<Setting> setting = reader.any("tags");
        List<String> tags = reader.texts("tags");
        for (String tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                problems.accept(Problem.of("CH-MANIFEST-011", "\"" + tag + "\" cannot be a tag")
                        .at(placeOf(setting.orElseThrow(), tag))
                        .because("a tag has letters, digits, _, . and -"));
            }
        }
        if (!tags.isEmpty() && repo.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-012", "tags: without repo:")
                    .at(setting.orElseThrow().location())
                    .because("there is no name that the tags could be given to")
                    .remedy("add repo: NAME"));
        }
        return tags.isEmpty() ? DEFAULT_TAGS : tags;
    }

    private static Location placeOf(Setting tags, String tag) {
        if (tags.kind() != Setting.Kind.LIST) {
            return tags.location();
        }
        return tags.items().stream()
                .filter(item -> item.kind() == Setting.Kind.TEXT && item.text().equals(tag))
                .findFirst()
                .orElse(tags)
                .location();
    }

    /** Words of a command. Text is refused: it could mean one word, or a line for a shell. */
    private Optional<List<String>> words(SettingReader reader, String key) {
        Optional<Setting> setting = reader.any(key);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        if (setting.get().kind() != Setting.Kind.LIST) {
            problems.accept(SettingReader.wrongType(setting.get(), "a list of words")
                    .remedy("write " + key + ": [program, argument]; for a shell [/bin/sh, -c, \"…\"]"));
            return Optional.empty();
        }
        return Optional.of(reader.texts(key));
    }
}
