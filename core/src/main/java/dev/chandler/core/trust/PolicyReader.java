package dev.chandler.core.trust;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.PolicyModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads policy files. */
final class PolicyReader {

    private static final Pattern SUBJECT = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._/-]*\\*?");
    private static final List<Wildcard> EVERYTHING = List.of(Wildcard.of("*"));

    private final Path workingDirectory;
    private final SourceReader sources;
    private final ProblemLog problems;

    PolicyReader(Path workingDirectory, ProblemLog problems) {
        this.workingDirectory = workingDirectory;
        this.sources = new SourceReader(workingDirectory, problems);
        this.problems = problems;
    }

    /** Reads one; empty where it can't be read, which is reported. An empty file trusts nobody and lets in nothing. */
    Optional<Policy> read(PolicyFile policy) {
        return new SourceReader(
                        workingDirectory, problem -> problems.accept(TrustProblems.unreadablePolicy(policy, problem)))
                .read(policy.path())
                .map(file -> new YamlReader(file, PlacedText.of(file.content()), shown -> shown, problems)
                        .read()
                        .map(tree -> policy(file, PlainSettings.of(tree)))
                        .orElseGet(() -> new Policy(file.name(), List.of(), List.of())));
    }

    private Policy policy(SourceFile file, Setting setting) {
        SettingReader reader = SettingReader.of(setting, PolicyModel.POLICY, problems);
        Optional<Setting> keys = reader.any("keys");
        List<SourcePattern> unsigned = each(reader, "unsigned", SourcePattern::parse, PolicyReader::noSource);
        reader.finish();
        return new Policy(file.name(), keys.map(map -> keys(file, map)).orElse(List.of()), unsigned);
    }

    private List<TrustedKey> keys(SourceFile file, Setting map) {
        List<TrustedKey> keys = new ArrayList<>();
        if (map.kind() != Setting.Kind.MAP) {
            problems.accept(
                    SettingReader.wrongType(map, "a map of keys").remedy("write keys: {NAME: {file: NAME.pub.pem}}"));
            return keys;
        }
        map.entries().forEach((name, entry) -> key(file, name, entry.value()).ifPresent(keys::add));
        return List.copyOf(keys);
    }

    private Optional<TrustedKey> key(SourceFile file, String name, Setting setting) {
        SettingReader reader = SettingReader.of(setting, PolicyModel.KEY, problems);
        boolean inFile = reader.any("file").isPresent();
        boolean inline = reader.any("key").isPresent();
        List<Wildcard> subjects = reader.any("subjects").isEmpty()
                ? EVERYTHING
                : each(reader, "subjects", PolicyReader::subject, TrustProblems::noSubject);
        reader.finish();
        if (setting.kind() != Setting.Kind.MAP) {
            return Optional.empty();
        }
        if (inFile == inline) {
            problems.accept(TrustProblems.notOneKey(name, inFile ? "two keys" : "no key")
                    .at(setting.location()));
            return Optional.empty();
        }
        Optional<PublicKey> key = inFile
                ? reader.requiredText("file").flatMap(text -> inFile(file, name, text, place(reader, "file")))
                : reader.requiredText("key").flatMap(text -> inline(name, text, place(reader, "key")));
        return key.map(found -> new TrustedKey(name, found, subjects));
    }

    private static Location place(SettingReader reader, String key) {
        return reader.any(key).orElseThrow().location();
    }

    private Optional<PublicKey> inFile(SourceFile policy, String name, String text, Location place) {
        Path path;
        try {
            path = policy.directory().resolve(text).normalize();
        } catch (InvalidPathException e) {
            problems.accept(TrustProblems.noKey(name, "\"%s\" is no path: %s".formatted(text, e.getReason()))
                    .at(place));
            return Optional.empty();
        }
        return sources.read(path, place).flatMap(file -> {
            String pem = file.content().text();
            Optional<PublicKey> key = PublicKeyText.pem(pem);
            if (key.isEmpty()) {
                String why = pem.contains("PRIVATE KEY")
                        ? "there is a private key in \"%s\", which belongs to whoever signs, and nobody else"
                        : "\"%s\" is no PEM file with one";
                problems.accept(
                        TrustProblems.noKey(name, why.formatted(file.name())).at(place));
            }
            return key;
        });
    }

    private Optional<PublicKey> inline(String name, String text, Location place) {
        Optional<PublicKey> key = PublicKeyText.base64(text);
        if (key.isEmpty()) {
            problems.accept(TrustProblems.noKey(name, "it is not the base64 that stands in such a key's PEM file")
                    .at(place));
        }
        return key;
    }

    private static Optional<Wildcard> subject(String text) {
        return SUBJECT.matcher(text).matches() ? Optional.of(Wildcard.of(text)) : Optional.empty();
    }

    private static Problem noSource(String text) {
        return TrustProblems.noSource(text)
                .remedy(SettingReader.didYouMean(text, SourcePattern.WORDS).orElse(null));
    }

    /** Reads a list of patterns, of which those that are none are reported where they stand. */
    private <T> List<T> each(
            SettingReader reader, String key, Function<String, Optional<T>> parse, Function<String, Problem> wrong) {
        List<T> values = new ArrayList<>();
        reader.texts(key); // Reports what is no text.
        for (Setting text : texts(reader.any(key))) {
            parse.apply(text.text())
                    .ifPresentOrElse(
                            values::add,
                            () -> problems.accept(wrong.apply(text.text()).at(text.location())));
        }
        return List.copyOf(values);
    }

    private static List<Setting> texts(Optional<Setting> setting) {
        List<Setting> all = setting.isPresent() && setting.get().kind() == Setting.Kind.LIST
                ? setting.get().items()
                : setting.stream().toList();
        return all.stream().filter(each -> each.kind() == Setting.Kind.TEXT).toList();
    }
}
