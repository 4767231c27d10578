package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What of consul-template's own configuration matters to a step.
 *
 * @param templates what it renders
 * @param consul the address and namespace it names, by their keys
 * @param notices what it says that has no effect here
 */
record ConfigFile(List<TemplateSettings> templates, Map<String, String> consul, List<String> notices) {

    static final ConfigFile NONE = new ConfigFile(List.of(), Map.of(), List.of());

    /** Of the top level: about how the tool runs and waits, which is the step's to say. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "block_query_wait",
            "deduplicate",
            "err_on_failed_lookup",
            "kill_signal",
            "log_file",
            "log_level",
            "max_stale",
            "pid_file",
            "reload_signal",
            "syslog",
            "wait");

    private static final Set<String> TEMPLATE_WITHOUT_EFFECT = Set.of("command_timeout", "wait");

    private static final Set<String> CONSUL_TAKEN = Set.of("address", "namespace");

    private static final Set<String> CONSUL_WITHOUT_EFFECT = Set.of("retry", "transport");

    private static final String TOKEN_REMEDY =
            "take it out; set CONSUL_HTTP_TOKEN, or name the token in the manifest: token: {env: NAME} or {file: FILE}";

    private static final String COMMAND_REMEDY = "put the command into a step after this one";

    /** What is refused, and what to do instead. */
    private static final Map<String, String> REFUSED = Map.of(
            "exec", COMMAND_REMEDY,
            "vault", "use secrets: of the manifest for what is in Vault",
            "nomad", "only Consul can be read",
            "template_error_fatal", "take it out: a template's error is always the step's");

    private static final Map<String, String> TEMPLATE_REFUSED = Map.of(
            "exec", COMMAND_REMEDY,
            "command", COMMAND_REMEDY,
            "create_dest_dirs", "take it out: folders are always made",
            "error_fatal", "take it out: a template's error is always the step's",
            "sandbox_path", "take it out: file reads below the config's folder, and nowhere else");

    private static final Map<String, String> CONSUL_REFUSED = Map.of(
            "token",
            TOKEN_REMEDY,
            "token_file",
            TOKEN_REMEDY,
            "auth",
            "take it out; set CONSUL_HTTP_AUTH",
            "ssl",
            "take it out; use consul: {ca: …, cert: …, key: …} of the manifest, or CONSUL_CACERT and its kin");

    static ConfigFile read(ClientFile file, ProvisionRequest request, Consumer<Problem> problems) {
        List<HclEntry> entries = HclParser.parse(new String(file.read(), StandardCharsets.UTF_8), file.shown());
        return new Reading(file, request, problems).read(entries);
    }

    /** One reading of one file. */
    private record Reading(
            ClientFile file, ProvisionRequest request, Consumer<Problem> problems, List<String> notices) {

        Reading(ClientFile file, ProvisionRequest request, Consumer<Problem> problems) {
            this(file, request, problems, new ArrayList<>());
        }

        ConfigFile read(List<HclEntry> entries) {
            List<TemplateSettings> templates = new ArrayList<>();
            Map<String, String> consul = new LinkedHashMap<>();
            TemplateReader reader = new TemplateReader(
                    SettingsModels.TEMPLATE_BLOCK, file.folder(), request, delimiters(entries), problems);
            for (HclEntry entry : entries) {
                switch (entry.key()) {
                    case "template" -> template(entry, reader).ifPresent(templates::add);
                    case "consul" -> consul.putAll(consul(entry));
                    case "default_delimiters" -> {
                        // Read before all templates.
                    }
                    default -> {
                        if (!isWithoutEffect(entry, WITHOUT_EFFECT)) {
                            problems.accept(refused(entry, REFUSED));
                        }
                    }
                }
            }
            return new ConfigFile(List.copyOf(templates), Map.copyOf(consul), List.copyOf(notices));
        }

        private TemplateSettings.Delimiters delimiters(List<HclEntry> entries) {
            TemplateSettings.Delimiters found = TemplateSettings.Delimiters.USUAL;
            for (HclEntry entry : entries) {
                if (entry.key().equals("default_delimiters") && isBlock(entry)) {
                    found = new TemplateSettings.Delimiters(
                            text(entry.value(), "left", found.left()), text(entry.value(), "right", found.right()));
                }
            }
            return found;
        }

        private static String text(Setting block, String key, String otherwise) {
            Setting.Entry entry = block.entries().get(key);
            return entry == null || entry.value().kind() != Setting.Kind.TEXT
                    ? otherwise
                    : entry.value().text();
        }

        private boolean isBlock(HclEntry entry) {
            if (entry.value().kind() == Setting.Kind.MAP) {
                return true;
            }
            problems.accept(Problem.of("CH-CONSUL-003", "\"" + entry.key() + "\" must be a block")
                    .at(entry.location()));
            return false;
        }

        private Optional<TemplateSettings> template(HclEntry entry, TemplateReader reader) {
            if (!isBlock(entry)) {
                return Optional.empty();
            }
            Map<String, Setting.Entry> kept = new LinkedHashMap<>();
            for (HclEntry each : entriesOf(entry)) {
                if (TEMPLATE_REFUSED.containsKey(each.key())) {
                    if (!isDefault(each)) {
                        problems.accept(refused(each, TEMPLATE_REFUSED));
                    }
                } else if (!isWithoutEffect(each, TEMPLATE_WITHOUT_EFFECT)) {
                    kept.put(name(each.key()), new Setting.Entry(each.location(), each.value()));
                }
            }
            return reader.read(Setting.map(kept, entry.location()));
        }

        /** Older names of the same. */
        private static String name(String key) {
            return switch (key) {
                case "uid" -> "user";
                case "gid" -> "group";
                case "function_blacklist" -> "function_denylist";
                default -> key;
            };
        }

        private static boolean isDefault(HclEntry entry) {
            return Set.of("create_dest_dirs", "error_fatal").contains(entry.key())
                    && entry.value().kind() == Setting.Kind.TEXT
                    && entry.value().text().equals("true");
        }

        private Map<String, String> consul(HclEntry entry) {
            Map<String, String> taken = new LinkedHashMap<>();
            if (!isBlock(entry)) {
                return taken;
            }
            for (HclEntry each : entriesOf(entry)) {
                if (CONSUL_TAKEN.contains(each.key()) && each.value().kind() == Setting.Kind.TEXT) {
                    taken.put(each.key(), each.value().text());
                } else if (!isWithoutEffect(each, CONSUL_WITHOUT_EFFECT)) {
                    problems.accept(refused(each, CONSUL_REFUSED));
                }
            }
            return taken;
        }

        private boolean isWithoutEffect(HclEntry entry, Set<String> keys) {
            if (!keys.contains(entry.key())) {
                return false;
            }
            notices.add(entry.location() + ": \"" + entry.key() + "\" has no effect here");
            return true;
        }

        private static Problem refused(HclEntry entry, Map<String, String> refused) {
            String remedy = refused.get(entry.key());
            Problem problem = Problem.of("CH-CONSUL-003", "\"" + entry.key() + "\" cannot be used here")
                    .at(entry.location());
            return remedy == null
                    ? problem.because("it is no setting of consul-template that is known here")
                    : problem.because("a step renders files, once, and nothing else")
                            .remedy(remedy);
        }

        private static List<HclEntry> entriesOf(HclEntry block) {
            return block.value().entries().entrySet().stream()
                    .map(each -> new HclEntry(
                            each.getKey(),
                            each.getValue().keyLocation(),
                            each.getValue().value()))
                    .toList();
        }
    }
}
