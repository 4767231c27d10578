package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ArtifactModel;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.output.ImageReference;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code artifact:}. */
final class ArtifactReader {

    private static final Pattern TAG = Pattern.compile(ImageReference.TAG);
    /** Up to the year 9999, the last that image formats can write. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}|1\\d{11}|2[0-4]\\d{10}");

    private static final List<String> DEFAULT_TAGS = List.of("latest");

    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    private final Map<String, String> environment;
    private final Path outputDirectory;
    private final ProblemLog problems;

    /**
     * Makes a reader.
     *
     * @param environment the client's, in which {@value #EPOCH} may give the image's time
     * @param outputDirectory the folder of the file in which the outputs stand
     */
    ArtifactReader(Map<String, String> environment, Path outputDirectory, ProblemLog problems) {
        this.environment = environment;
        this.outputDirectory = outputDirectory;
        this.problems = problems;
    }

    ArtifactSettings read(Optional<Setting> artifact) {
        Optional<Instant> epoch = epoch();
        if (artifact.isEmpty()) {
            return new ArtifactSettings(
                    Optional.empty(), DEFAULT_TAGS, Optional.empty(), epoch, List.of(), ConfigChanges.NONE);
        }
        SettingReader reader = SettingReader.of(artifact.get(), ArtifactModel.ARTIFACT, problems);
        Optional<Setting> repo = reader.any("repo");
        ArtifactSettings settings = new ArtifactSettings(
                repo(reader, repo),
                tags(reader, repo),
                reader.text("author"),
                reader.read(
                                "created",
                                "a time such as 2026-01-31T12:00:00Z, or seconds since 1970",
                                ArtifactReader::time)
                        .or(() -> epoch),
                outputs(reader),
                new ConfigChangesReader(problems).read(reader));
        reader.finish();
        return settings;
    }

    /** Places of files are relative to the file they stand in. */
    private List<Output> outputs(SettingReader reader) {
        OutputReader outputs = new OutputReader(problems);
        List<Output> read = new ArrayList<>();
        for (Setting item : reader.any("outputs").map(ArtifactReader::items).orElse(List.of())) {
            if (item.kind() == Setting.Kind.TEXT) {
                outputs.read(item.text(), outputDirectory, Optional.of(item.location()))
                        .ifPresent(read::add);
            } else {
                problems.accept(SettingReader.wrongType(item, "text"));
            }
        }
        return read;
    }

    private static List<Setting> items(Setting setting) {
        return setting.kind() == Setting.Kind.LIST ? setting.items() : List.of(setting);
    }

    /** The <a href="https://reproducible-builds.org/specs/source-date-epoch/">specification</a> asks for an error. */
    private Optional<Instant> epoch() {
        String text = environment.getOrDefault(EPOCH, "");
        Optional<Instant> time = seconds(text);
        if (time.isEmpty() && !text.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-015", EPOCH + " is no time: \"" + text + "\"")
                    .because("it is a number of seconds since 1970, in the environment")
                    .remedy("set it right, for example with git log -1 --format=%ct, or unset it"));
        }
        return time;
    }

    private static Optional<Instant> time(String text) {
        try {
            return seconds(text).or(() -> Optional.of(Instant.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> seconds(String text) {
        return SECONDS.matcher(text).matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
                : Optional.empty();
    }

    private Optional<String> repo(SettingReader reader, Optional<Setting> setting) {
        Optional<String> repo = reader.text("repo");
        if (repo.isPresent() && !ImageReference.isRepository(repo.get())) {
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
        List<String> tags = reader.readEach(
                "tags",
                "letters, digits, _, . and - alone",
                text -> TAG.matcher(text).matches() ? Optional.of(text) : Optional.empty());
        if (setting.isPresent() && repo.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-012", "tags: without repo:")
                    .at(setting.get().location())
                    .because("there is no name that the tags could be given to")
                    .remedy("add repo: NAME"));
        }
        return tags.isEmpty() ? DEFAULT_TAGS : tags;
    }
}
