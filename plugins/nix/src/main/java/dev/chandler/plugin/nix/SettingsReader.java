package dev.chandler.plugin.nix;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a step's settings, and says all that is wrong with them. */
final class SettingsReader {

    private static final String ATTRIBUTE = "[A-Za-z_][A-Za-z0-9_'-]*(\\.[A-Za-z_][A-Za-z0-9_'-]*)*";
    private static final String FOLDER = "/[^/]+(/[^/]+)*";

    private static final SettingsModel PIN = SettingsModel.of(
            "nix-path",
            SettingKey.of("url", SettingShape.text(), "where the archive is").required(),
            SettingKey.of(
                            "sha256",
                            SettingShape.text(),
                            "the digest of what is in it, as `nix-prefetch-url --unpack` prints it")
                    .required());

    /** All keys that there are. */
    static final SettingsModel MODEL = SettingsModel.of(
            "nix",
            SettingKey.of("file", SettingShape.text(), "the file that is evaluated, or a folder with `default.nix`")
                    .example("default.nix"),
            SettingKey.of(
                            "attribute",
                            SettingShape.oneOrMore(SettingShape.matching(ATTRIBUTE)),
                            "what of the file is built")
                    .defaultsTo("all of it"),
            SettingKey.of(
                    "packages",
                    SettingShape.oneOrMore(SettingShape.matching(ATTRIBUTE)),
                    "in place of `file`: packages of the `nixpkgs` under `nix-path`"),
            SettingKey.of(
                    "args", SettingShape.names(SettingShape.text()), "texts that the file, a function, is called with"),
            SettingKey.of(
                    "nix-path",
                    SettingShape.names(SettingShape.either(SettingShape.text(), SettingShape.map(PIN))),
                    "what `<NAME>` is: a folder of the client, or an archive with its digest"),
            SettingKey.of(
                            "link",
                            SettingShape.matching(FOLDER),
                            "the folder of the image in which `bin`, `sbin` and `share` of the results are linked, file by file")
                    .example("/usr/local"),
            SettingKey.of(
                            "options",
                            SettingShape.names(SettingShape.text()),
                            "settings of Nix, as `nix.conf` has them; in no key but as far as they change what is built")
                    .example("{sandbox: \"false\"}"));

    private final ProvisionRequest request;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(ProvisionRequest request) {
        this.request = request;
    }

    /**
     * Reads them.
     *
     * @throws ManifestException with all that is wrong
     */
    StepSettings read() {
        StepSettings read = read(SettingReader.of(asMap(request.settings()), MODEL, problems::add));
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return read;
    }

    /** A text is the file alone. */
    private static Setting asMap(Setting settings) {
        return settings.kind() == Setting.Kind.TEXT
                ? Setting.map(Map.of("file", new Setting.Entry(settings.location(), settings)), settings.location())
                : settings;
    }

    private StepSettings read(SettingReader reader) {
        Optional<Path> file = reader.any("file").flatMap(each -> path(each, "file"));
        List<String> attributes = attributes(reader, "attribute");
        List<String> packages = attributes(reader, "packages");
        Map<String, StepSettings.Pin> pins = new LinkedHashMap<>();
        reader.any("nix-path").ifPresent(each -> pins.putAll(pins(each)));
        boolean named = reader.any("file").isPresent();
        if (named == !packages.isEmpty()) {
            problems.add(Problem.of("CH-NIX-001", "a step of nix has either file: or packages:")
                    .at(reader.location())
                    .because(named ? "it has both" : "it has neither"));
        } else if (!named && !pins.containsKey("nixpkgs")) {
            problems.add(Problem.of("CH-NIX-004", "packages: of which nixpkgs?")
                    .at(reader.location())
                    .because("a channel has other packages tomorrow, and is not looked at")
                    .remedy("pin it: nix-path: {nixpkgs: {url: …, sha256: …}}"));
        }
        StepSettings read = new StepSettings(
                reader.location(),
                request.directory(),
                file,
                (named ? attributes : packages)
                        .stream().map(each -> List.of(each.split("\\."))).toList(),
                reader.textMap("args"),
                pins,
                reader.read(
                        "link",
                        "an absolute path of a folder",
                        text -> Optional.of(text)
                                .filter(each ->
                                        each.matches(FOLDER) && !each.contains("/../") && !each.endsWith("/.."))),
                Nix.of(request.clientEnvironment(), reader.textMap("options"), reader.location()));
        reader.finish();
        return read;
    }

    private List<String> attributes(SettingReader reader, String key) {
        return reader.readEach(
                key,
                "an attribute such as hello or python3.pkgs",
                text -> Optional.of(text).filter(each -> each.matches(ATTRIBUTE)));
    }

    private Map<String, StepSettings.Pin> pins(Setting setting) {
        Map<String, StepSettings.Pin> pins = new LinkedHashMap<>();
        if (setting.kind() != Setting.Kind.MAP) {
            problems.add(SettingReader.wrongType(setting, "a map of names"));
            return pins;
        }
        setting.entries().forEach((name, entry) -> {
            if (entry.value().kind() == Setting.Kind.TEXT) {
                path(entry.value(), "folder")
                        .ifPresent(each -> pins.put(name, new StepSettings.Pin(each.toString(), "", "")));
            } else {
                SettingReader reader = SettingReader.of(entry.value(), PIN, problems::add);
                Optional<String> url = reader.requiredText("url");
                Optional<String> sha256 = reader.requiredText("sha256");
                reader.finish();
                pins.put(name, new StepSettings.Pin("", url.orElse(""), sha256.orElse("")));
            }
        });
        return pins;
    }

    private Optional<Path> path(Setting setting, String what) {
        if (setting.kind() != Setting.Kind.TEXT) {
            problems.add(SettingReader.wrongType(setting, "text"));
            return Optional.empty();
        }
        Optional<Path> found = Optional.empty();
        try {
            found = Optional.of(request.directory().resolve(setting.text()).normalize())
                    .filter(Files::exists);
        } catch (InvalidPathException e) {
            // Nothing of that name can be there, either.
        }
        if (found.isEmpty()) {
            problems.add(Problem.of("CH-NIX-002", "there is no " + what + " \"" + setting.text() + "\"")
                    .at(setting.location())
                    .because("looked for in the folder of the manifest, \"" + request.directory() + "\"")
                    .remedy("give a path that is relative to the manifest"));
        }
        return found;
    }
}
