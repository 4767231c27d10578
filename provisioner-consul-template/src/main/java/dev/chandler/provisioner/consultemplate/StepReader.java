package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads a step: text that names a config, or a map. */
final class StepReader {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final String AUTO = "auto";

    /** What a manifest's variables are called in templates. */
    private static final String VARIABLE = "CHANDLER_VAR_";

    private final ProvisionRequest request;
    private final List<Problem> problems = new ArrayList<>();
    private final List<TemplateSettings> templates = new ArrayList<>();
    private Path folder;
    private ConfigFile config = ConfigFile.NONE;

    /** Whether a file answers in Consul's place, right or wrong. */
    private boolean ofValues;

    private StepReader(ProvisionRequest request) {
        this.request = request;
        this.folder = request.directory();
    }

    static StepSettings read(ProvisionRequest request) {
        return new StepReader(request).read();
    }

    private StepSettings read() {
        Setting setting = request.settings();
        StepSettings settings = setting.kind() == Setting.Kind.TEXT ? ofConfig(setting) : ofMap(setting);
        if (problems.isEmpty() && settings.templates().isEmpty()) {
            problems.add(Problem.of("CH-CONSUL-004", "there is no template to render")
                    .at(setting.location())
                    .remedy("add a block template to the config, or templates: to the step"));
        }
        if (ofModule() && !ofValues) {
            settings.templates().forEach(template -> problems.addAll(NoConsul.asked(template)));
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return settings;
    }

    private StepSettings ofConfig(Setting path) {
        readConfig(path);
        return new StepSettings(
                List.copyOf(templates),
                folder,
                access(),
                Allowed.all(),
                Optional.empty(),
                WAIT,
                false,
                env(Map.of()),
                Program.in(request.clientEnvironment()),
                where(AUTO),
                config.notices(),
                ofModule());
    }

    private StepSettings ofMap(Setting map) {
        SettingReader reader = SettingReader.of(map, SettingsModels.STEP, problems::add);
        reader.any("config").filter(this::isText).ifPresent(this::readConfig);
        reader.any("templates").ifPresent(this::readTemplates);
        ConsulAccess access = access();
        Optional<Setting> consul = own("consul", reader);
        if (consul.isPresent()) {
            access = access.with(consul.get(), request.directory(), problems::add);
        }
        Optional<Setting> token = own("token", reader);
        if (token.isPresent()) {
            access = access.token(TokenSource.read(token.get(), request.directory(), problems::add));
        }
        Duration wait = reader.duration("wait").orElse(WAIT);
        List<String> prefixes = reader.texts("prefixes");
        Allowed allowed = reader.any("prefixes").isPresent() ? Allowed.only(prefixes) : Allowed.all();
        ofValues = reader.any("values").isPresent();
        Optional<ValuesFile> values = reader.any("values").filter(this::isText).flatMap(this::readValues);
        String where = reader.read("where", "auto, instance or client", StepReader::isWhere)
                .orElse(AUTO);
        boolean showValues = reader.bool("show-values").orElse(false);
        Map<String, String> env = reader.textMap("env");
        reader.finish();
        return new StepSettings(
                List.copyOf(templates),
                folder,
                access,
                allowed,
                values,
                wait,
                showValues,
                env(env),
                Program.in(request.clientEnvironment()),
                where(where),
                config.notices(),
                ofModule());
    }

    private boolean ofModule() {
        return request.boundary().isPresent();
    }

    private ConsulAccess access() {
        return ConsulAccess.of(ofModule() ? Map.of() : request.clientEnvironment(), config.consul());
    }

    /** What only the user may say: a module must not choose who is shown the user's token, or which one. */
    private Optional<Setting> own(String key, SettingReader reader) {
        Optional<Setting> setting = reader.any(key);
        if (setting.isPresent() && ofModule()) {
            problems.add(notInModules(key, setting.get().location()));
            return Optional.empty();
        }
        return setting;
    }

    private static Problem notInModules(String key, Location place) {
        return Problem.of("CH-MODULE-013", "\"" + key + "\" cannot stand in a module")
                .at(place)
                .because("a module may come from anybody, and is shown nothing that you may read of Consul")
                .remedy(
                        "take it out; a module takes what it needs as parameters, or from a file of its own by values:");
    }

    private static Optional<String> isWhere(String word) {
        return Optional.of(word).filter(Set.of(AUTO, "instance", "client")::contains);
    }

    /** Files that templates read are the client's: bringing them into the instance is worth it only where that is asked for. */
    private Where where(String word) {
        if (word.equals("client")) {
            return Where.CLIENT;
        }
        if (word.equals("instance")) {
            return Where.INSTANCE;
        }
        boolean readsFiles = templates.stream().anyMatch(TemplateSettings::readsFiles);
        return request.hasToolbox() && !readsFiles ? Where.INSTANCE_IF_POSSIBLE : Where.CLIENT;
    }

    private boolean isText(Setting setting) {
        if (setting.kind() == Setting.Kind.TEXT) {
            return true;
        }
        problems.add(SettingReader.wrongType(setting, "a file's path"));
        return false;
    }

    private void readConfig(Setting path) {
        collecting(() -> {
            ClientFile file = ClientFile.of(path, request.directory(), request);
            folder = file.folder();
            config = ConfigFile.read(file, request, problems::add);
            templates.addAll(config.templates());
            if (ofModule() && !config.consul().isEmpty()) {
                problems.add(notInModules("consul", path.location()));
            }
        });
    }

    private void readTemplates(Setting list) {
        if (list.kind() != Setting.Kind.LIST) {
            problems.add(SettingReader.wrongType(list, "a list of templates"));
            return;
        }
        TemplateReader reader = new TemplateReader(
                SettingsModels.TEMPLATE, request.directory(), request, TemplateSettings.Delimiters.USUAL, (Consumer<
                                Problem>)
                        problems::add);
        list.items().forEach(item -> reader.read(item).ifPresent(templates::add));
    }

    private Optional<ValuesFile> readValues(Setting path) {
        List<ValuesFile> read = new ArrayList<>();
        collecting(() -> read.add(ValuesFile.read(ClientFile.of(path, request.directory(), request))));
        return read.stream().findFirst();
    }

    private void collecting(Runnable reading) {
        try {
            reading.run();
        } catch (ManifestException e) {
            problems.addAll(e.problems());
        }
    }

    /** Only the variables that a template mentions: others change nothing. */
    private Map<String, String> env(Map<String, String> given) {
        Map<String, String> env = new TreeMap<>();
        request.variables().forEach((name, value) -> {
            if (templates.stream()
                    .anyMatch(each -> each.isRendered() && each.text().contains(VARIABLE + name))) {
                env.put(VARIABLE + name, value);
            }
        });
        env.putAll(given);
        return Map.copyOf(env);
    }
}
