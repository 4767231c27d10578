package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a manifest says about a file that is fetched.
 *
 * @param source where it comes from
 * @param sha256 what it has to be; only a file of the client can do without
 * @param to the target as written
 * @param toLocation where it was written
 * @param owner who is to own it
 * @param mode the permissions, empty for the source's own
 */
record FetchSettings(
        FetchSource source, Optional<Digest> sha256, String to, Location toLocation, Owner owner, OptionalInt mode) {

    static FetchSettings read(ProvisionRequest request) throws InterruptedException {
        Setting setting = request.settings();
        List<Problem> problems = new ArrayList<>();
        SettingReader reader = SettingReader.of(setting, SettingsModels.FETCH, problems::add);
        Optional<String> from = reader.requiredText("from");
        Optional<Digest> sha256 =
                reader.read("sha256", "64 hexadecimal characters, as sha256sum prints them", FetchSettings::digest);
        Optional<FetchSource> source = from.isEmpty() ? Optional.empty() : source(reader, request, problems);
        source.ifPresent(each -> requireDigest(each, reader, problems));
        String to = reader.requiredText("to").orElse(".");
        Location toLocation = reader.any("to").map(Setting::location).orElse(setting.location());
        Owner owner = CopySettings.owner(reader);
        OptionalInt mode = CopySettings.mode(reader);
        reader.finish();
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new FetchSettings(source.orElseThrow(), sha256, to, toLocation, owner, mode);
    }

    private static Optional<FetchSource> source(SettingReader reader, ProvisionRequest request, List<Problem> problems)
            throws InterruptedException {
        Setting from = reader.any("from").orElseThrow();
        try {
            return Optional.of(
                    UrlSource.isUrl(from.text())
                            ? UrlSource.of(from, reader.text("to").orElse("."))
                            : new FileSource(HostFile.find(from, request)));
        } catch (ManifestException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private static Optional<Digest> digest(String text) {
        String hex = text.toLowerCase(Locale.ROOT).replaceFirst("^sha256:", "");
        return hex.matches("[0-9a-f]{64}") ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    private static void requireDigest(FetchSource source, SettingReader reader, List<Problem> problems) {
        if (source instanceof UrlSource && reader.any("sha256").isEmpty()) {
            problems.add(Problem.of("CH-MANIFEST-012", "missing key \"sha256\"")
                    .at(reader.location())
                    .because("what a URL gives can change; the digest says what is wanted, and is in the key")
                    .remedy("add sha256: with what sha256sum prints for the file"));
        }
    }

    /** What is in the key for the content. */
    Digest content() throws InterruptedException {
        return sha256.isPresent() ? sha256.get() : source.digest();
    }

    int modeBits() {
        return mode.orElse(source.mode());
    }
}
