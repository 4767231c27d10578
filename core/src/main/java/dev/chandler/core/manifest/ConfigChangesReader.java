package dev.chandler.core.manifest;

import dev.chandler.api.artifact.Healthcheck;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ArtifactModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code artifact:} says of the image's config. */
final class ConfigChangesReader {

    private static final Pattern PORT = Pattern.compile(ArtifactModel.PORT);
    private static final Pattern SIGNAL = Pattern.compile(ArtifactModel.SIGNAL);
    private static final Pattern INSTRUCTION = Pattern.compile(ArtifactModel.INSTRUCTION);
    private static final int PORTS = 65_535;

    private final ProblemLog problems;

    ConfigChangesReader(ProblemLog problems) {
        this.problems = problems;
    }

    ConfigChanges read(SettingReader reader) {
        EnvironmentReader environment = new EnvironmentReader(problems);
        return new ConfigChanges(
                words(reader, "cmd"),
                words(reader, "entrypoint"),
                environment.read(reader, "env"),
                appended(reader, environment),
                reader.textMap("labels"),
                reader.text("user"),
                reader.text("workdir"),
                ports(reader),
                volumes(reader),
                reader.read("stop-signal", "a signal such as SIGINT, RTMIN+3 or 15", ConfigChangesReader::signal),
                reader.any("healthcheck").flatMap(this::healthcheck),
                words(reader, "shell").orElse(List.of()),
                reader.readEach(
                        "onbuild",
                        "a Dockerfile instruction on one line, not FROM, MAINTAINER or ONBUILD",
                        ConfigChangesReader::instruction),
                unset(reader));
    }

    private Map<String, String> appended(SettingReader reader, EnvironmentReader environment) {
        Optional<Setting> setting = reader.any("append");
        if (setting.isEmpty()) {
            return Map.of();
        }
        SettingReader append = SettingReader.of(setting.get(), ArtifactModel.APPEND, problems);
        Map<String, String> env = environment.read(append, "env");
        append.finish();
        return env;
    }

    private ConfigChanges.Unset unset(SettingReader reader) {
        Optional<Setting> setting = reader.any("unset");
        if (setting.isEmpty()) {
            return ConfigChanges.NONE.unset();
        }
        SettingReader unset = SettingReader.of(setting.get(), ArtifactModel.UNSET, problems);
        ConfigChanges.Unset names = new ConfigChanges.Unset(
                Set.copyOf(unset.texts("env")), Set.copyOf(unset.texts("labels")), ports(unset), volumes(unset));
        unset.finish();
        return names;
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

    private static Set<String> ports(SettingReader reader) {
        Set<String> ports = new LinkedHashSet<>();
        reader.readEach("ports", "a port such as 80, 53/udp or 8000-8010", ConfigChangesReader::ports)
                .forEach(ports::addAll);
        return ports;
    }

    private static Set<String> volumes(SettingReader reader) {
        return new LinkedHashSet<>(reader.readEach("volumes", "an absolute path", ConfigChangesReader::path));
    }

    private static Optional<List<String>> ports(String text) {
        Matcher matcher = PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3);
        if (first == 0 || last < first || last > PORTS) {
            return Optional.empty();
        }
        List<String> ports = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            ports.add(port + "/" + protocol);
        }
        return Optional.of(ports);
    }

    private static Optional<String> path(String text) {
        return text.startsWith("/") ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> signal(String text) {
        return SIGNAL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> instruction(String text) {
        return INSTRUCTION.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private Optional<Healthcheck> healthcheck(Setting setting) {
        if (setting.kind() == Setting.Kind.TEXT && setting.text().equals("none")) {
            return Optional.of(Healthcheck.NONE);
        }
        SettingReader reader = SettingReader.of(setting, ArtifactModel.HEALTHCHECK, problems);
        Optional<Setting> test = reader.any("test");
        if (test.isEmpty() && setting.kind() == Setting.Kind.MAP) {
            problems.accept(Problem.of("CH-MANIFEST-012", "a healthcheck has no test:")
                    .at(setting.location())
                    .remedy("add test: [program, argument], or test: with text for the image's shell; or write"
                            + " healthcheck: none"));
        }
        List<String> words = new ArrayList<>(reader.texts("test"));
        words.add(0, test.filter(given -> given.kind() == Setting.Kind.LIST).isPresent() ? "CMD" : "CMD-SHELL");
        Healthcheck check = new Healthcheck(
                words,
                reader.duration("interval"),
                reader.duration("timeout"),
                reader.duration("start-period"),
                reader.duration("start-interval"),
                reader.count("retries"));
        reader.finish();
        return Optional.of(check);
    }
}
