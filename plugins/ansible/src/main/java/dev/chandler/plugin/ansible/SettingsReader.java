package dev.chandler.plugin.ansible;

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
import java.util.function.Predicate;

/** Reads a step's settings, and says all that is wrong with them. */
final class SettingsReader {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]*";

    /** All keys that there are. */
    static final SettingsModel MODEL = SettingsModel.of(
            "ansible",
            SettingKey.of("playbook", SettingShape.text(), "the playbook, a file of the client")
                    .required()
                    .example("ansible/site.yml"),
            SettingKey.of(
                    "vars",
                    SettingShape.names(SettingShape.any()),
                    "variables that win over all others; `true`, `false` and whole numbers are what they look like, all else is text"),
            SettingKey.of(
                    "vars-files",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "files of such variables, which those of `vars` win over"),
            SettingKey.of(
                            "host",
                            SettingShape.matching(NAME),
                            "what the instance is called in the inventory; `host_vars/NAME.yml` are its variables")
                    .defaultsTo("instance"),
            SettingKey.of(
                    "groups",
                    SettingShape.oneOrMore(SettingShape.matching(NAME)),
                    "the groups that the instance is in; `group_vars/GROUP.yml` are their variables"),
            SettingKey.of("host-vars", SettingShape.names(SettingShape.any()), "variables of the instance"),
            SettingKey.of(
                    "roles-path",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "folders of roles, besides `roles` in the playbook's folder"),
            SettingKey.of(
                    "collections-path",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "folders in which `ansible_collections` lies"),
            SettingKey.of(
                    "reads",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "files and folders that the playbook reads outside of its own folder"),
            SettingKey.of("tags", SettingShape.oneOrMore(SettingShape.text()), "runs only what has one of these tags"),
            SettingKey.of(
                    "skip-tags", SettingShape.oneOrMore(SettingShape.text()), "leaves out what has one of these tags"),
            SettingKey.of("become", SettingShape.bool(), "whether tasks become another user")
                    .defaultsTo("true with `become-user`, else false"),
            SettingKey.of("become-user", SettingShape.text(), "the user that tasks become"),
            SettingKey.of("become-method", SettingShape.text(), "by which program they do")
                    .defaultsTo("su"),
            SettingKey.of("config", SettingShape.text(), "Ansible's configuration")
                    .defaultsTo("ansible.cfg in the playbook's folder, if there is one"),
            SettingKey.of(
                    "vault-password-file",
                    SettingShape.text(),
                    "the file of the vault's password, or a program that prints it; in no key"),
            SettingKey.of("verbosity", SettingShape.count(), "how much Ansible tells, up to 4; in no key")
                    .defaultsTo("0"),
            SettingKey.of(
                            "version",
                            SettingShape.matching("\\d+(\\.\\d+){0,2}"),
                            "what the version of ansible-core on the client has to begin with")
                    .example("2.18"),
            SettingKey.of("program", SettingShape.text(), "ansible-playbook on the client; in no key")
                    .defaultsTo("`CHANDLER_ANSIBLE_PLAYBOOK` of the client's environment, or what is on the `PATH`"));

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
        Setting settings = request.settings();
        StepSettings read = read(SettingReader.of(asMap(settings), MODEL, problems::add));
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return read;
    }

    /** A text is the playbook alone. */
    private static Setting asMap(Setting settings) {
        return settings.kind() == Setting.Kind.TEXT
                ? Setting.map(Map.of("playbook", new Setting.Entry(settings.location(), settings)), settings.location())
                : settings;
    }

    private StepSettings read(SettingReader reader) {
        Optional<String> named = reader.requiredText("playbook");
        Path playbook = named.flatMap(each -> reader.any("playbook"))
                .flatMap(each -> path(each, "playbook", Files::isRegularFile))
                .orElse(request.directory().resolve("missing"));
        Optional<Path> config = paths(reader, "config", Files::isRegularFile).stream()
                .findFirst()
                .or(() -> Optional.of(playbook.resolveSibling("ansible.cfg")).filter(Files::isRegularFile));
        StepSettings read = new StepSettings(
                reader.location(),
                request.directory(),
                playbook,
                paths(reader, "roles-path", Files::isDirectory),
                paths(reader, "collections-path", Files::isDirectory),
                paths(reader, "reads", Files::exists),
                paths(reader, "vars-files", Files::isRegularFile),
                variables(reader, "vars").json(),
                name(reader, "host").stream().findFirst().orElse("instance"),
                name(reader, "groups"),
                variables(reader, "host-vars"),
                words(reader),
                config,
                paths(reader, "vault-password-file", Files::isRegularFile).stream()
                        .findFirst(),
                verbosity(reader),
                version(reader),
                Program.of(
                        reader.text("program").map(each -> request.directory().resolve(each)),
                        request.clientEnvironment(),
                        reader.location()));
        reader.finish();
        return read;
    }

    private List<Path> paths(SettingReader reader, String key, Predicate<Path> wanted) {
        List<Path> paths = new ArrayList<>();
        reader.texts(key);
        reader.any(key)
                .ifPresent(setting ->
                        texts(setting).forEach(each -> path(each, key, wanted).ifPresent(paths::add)));
        return List.copyOf(paths);
    }

    private static List<Setting> texts(Setting setting) {
        return switch (setting.kind()) {
            case TEXT -> List.of(setting);
            case LIST ->
                setting.items().stream()
                        .filter(each -> each.kind() == Setting.Kind.TEXT)
                        .toList();
            case MAP -> List.of();
        };
    }

    private Optional<Path> path(Setting setting, String key, Predicate<Path> wanted) {
        Optional<Path> found = Optional.empty();
        try {
            found = Optional.of(request.directory().resolve(setting.text()).normalize())
                    .filter(wanted);
        } catch (InvalidPathException e) {
            // Nothing of that name can be there, either.
        }
        if (found.isEmpty()) {
            problems.add(Problem.of("CH-ANSIBLE-001", "there is no " + key + " \"" + setting.text() + "\"")
                    .at(setting.location())
                    .because("looked for in the folder of the manifest, \"" + request.directory() + "\"")
                    .remedy("give a path that is relative to the manifest"));
        }
        return found;
    }

    private List<String> name(SettingReader reader, String key) {
        return reader.readEach(
                key,
                "a name of letters, digits, _, - and .",
                text -> Optional.of(text).filter(each -> each.matches(NAME)));
    }

    private Variables variables(SettingReader reader, String key) {
        Optional<Setting> setting = reader.any(key);
        if (setting.isPresent() && setting.get().kind() != Setting.Kind.MAP) {
            problems.add(SettingReader.wrongType(setting.get(), "a map of variables"));
            return Variables.NONE;
        }
        return setting.map(Variables::of).orElse(Variables.NONE);
    }

    private List<String> words(SettingReader reader) {
        List<String> words = new ArrayList<>();
        for (String key : List.of("tags", "skip-tags")) {
            List<String> tags = reader.texts(key);
            if (!tags.isEmpty()) {
                words.add("--" + key + "=" + String.join(",", tags));
            }
        }
        Optional<String> user = reader.text("become-user");
        Optional<String> method = reader.text("become-method");
        if (reader.bool("become").orElse(user.isPresent())) {
            words.add("--become");
            words.add("--become-method=" + method.orElse("su"));
            user.ifPresent(each -> words.add("--become-user=" + each));
        }
        return List.copyOf(words);
    }

    private int verbosity(SettingReader reader) {
        return reader.read(
                        "verbosity",
                        "a number from 0 to 4",
                        text -> Optional.of(text)
                                .filter(each -> each.matches("[0-4]"))
                                .map(Integer::parseInt))
                .orElse(0);
    }

    private static Optional<String> version(SettingReader reader) {
        return reader.read(
                "version",
                "a version or the beginning of one, such as 2.18",
                text -> Optional.of(text).filter(each -> each.matches("\\d+(\\.\\d+){0,2}")));
    }

    /** The inventory: one host, in its groups. */
    static String inventory(StepSettings settings, Map<String, String> more) {
        Map<String, Object> host = new LinkedHashMap<>(settings.hostVars().values());
        host.put("ansible_connection", "chandler");
        host.putAll(more);
        Map<String, Object> children = new LinkedHashMap<>();
        settings.groups().forEach(each -> children.put(each, Map.of("hosts", Map.of(settings.host(), Map.of()))));
        return Variables.json(Map.of("all", Map.of("hosts", Map.of(settings.host(), host), "children", children)));
    }
}
