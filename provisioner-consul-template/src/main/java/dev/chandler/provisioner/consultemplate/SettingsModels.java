package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.util.Arrays;

/** The keys of what this provisioner reads, in manifests and in consul-template's own config files. */
final class SettingsModels {

    private static final SettingKey[] TEMPLATE_KEYS = {
        SettingKey.of("source", SettingShape.text(), "the template; relative to the file that names it")
                .shown("a file"),
        SettingKey.of("contents", SettingShape.text(), "the template itself, in place of `source`"),
        SettingKey.of("destination", SettingShape.text(), "in the instance; relative to the step's `workdir`")
                .shown("a path")
                .required(),
        SettingKey.of(
                        "perms",
                        SettingShape.matching("0?[0-7]{3,4}"),
                        "default: those of the file that is there, else `0644`")
                .shown("octal, such as `0600`"),
        SettingKey.of(
                        "user",
                        SettingShape.text(),
                        "a name is looked up in the instance's `/etc/passwd`. Default: that of the file that is there, else `0`")
                .shown("a number or a name"),
        SettingKey.of(
                        "group",
                        SettingShape.text(),
                        "a name is looked up in the instance's `/etc/group`. Default: that of the file that is there, else `0`")
                .shown("a number or a name"),
        SettingKey.of(
                "backup", SettingShape.bool(), "keeps the file that is there, if it changes, as `destination`.bak"),
        SettingKey.of("left_delimiter", SettingShape.text(), "where an action begins")
                .defaultsTo("{{"),
        SettingKey.of("right_delimiter", SettingShape.text(), "where an action ends")
                .defaultsTo("}}"),
        SettingKey.of("error_on_missing_key", SettingShape.bool(), "whether a map's missing entry is an error"),
        SettingKey.of(
                        "function_denylist",
                        SettingShape.oneOrMore(SettingShape.text()),
                        "what the template may not call, besides what [no template may](#consul-template)")
                .shown("names of functions")
    };

    /** A block {@code template} of a config file. */
    static final SettingsModel TEMPLATE_BLOCK = SettingsModel.of("template", TEMPLATE_KEYS);

    /** An item of {@code templates:}. */
    static final SettingsModel TEMPLATE = SettingsModel.of("consul-template-templates", withRaw());

    static final SettingsModel CONSUL = SettingsModel.of(
            "consul-template-consul",
            SettingKey.of("address", SettingShape.text(), "in place of `CONSUL_HTTP_ADDR`; in no key")
                    .shown("`host:port`, `http://…`, `https://…` or `unix://…`"),
            SettingKey.of("datacenter", SettingShape.text(), "for what names none; default: the agent's own"),
            SettingKey.of("namespace", SettingShape.text(), "in place of `CONSUL_NAMESPACE`"),
            SettingKey.of("ca", SettingShape.text(), "in place of `CONSUL_CACERT`")
                    .shown("a PEM file"),
            SettingKey.of("cert", SettingShape.text(), "in place of `CONSUL_CLIENT_CERT`")
                    .shown("a PEM file"),
            SettingKey.of("key", SettingShape.text(), "in place of `CONSUL_CLIENT_KEY`")
                    .shown("a PEM file"));

    static final SettingsModel TOKEN = SettingsModel.of(
            "consul-template-token",
            SettingKey.of("env", SettingShape.text(), "a variable of the client's environment"),
            SettingKey.of("file", SettingShape.text(), "a file of the client"));

    static final SettingsModel STEP = SettingsModel.of(
            "consul-template",
            SettingKey.of(
                            "config",
                            SettingShape.text(),
                            "consul-template's own, in HCL or JSON: its `template` blocks are what is rendered")
                    .shown("a file"),
            SettingKey.of(
                            "templates",
                            SettingShape.list(SettingShape.map(TEMPLATE)),
                            "[more of them](#templates), without a config")
                    .shown("a list"),
            SettingKey.of("consul", SettingShape.map(CONSUL), "[where Consul is](#consul), over the environment")
                    .shown("a map"),
            SettingKey.of("token", SettingShape.map(TOKEN), "in place of `CONSUL_HTTP_TOKEN`; in no key")
                    .shown("`{env: NAME}` or `{file: FILE}`"),
            SettingKey.of("wait", SettingShape.duration(), "how long a missing key may take to come")
                    .defaultsTo("10s"),
            SettingKey.of(
                            "where",
                            SettingShape.oneOf("auto", "instance", "client"),
                            "[where consul-template runs](#where-consul-template-runs); the files are the same")
                    .defaultsTo("auto"),
            SettingKey.of(
                            "prefixes",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "all that templates may read. Default: all keys, services and nodes")
                    .shown("beginnings of keys; `service web`, `services`, `nodes`, `node x`, `datacenters`"),
            SettingKey.of(
                            "values",
                            SettingShape.text(),
                            "[a file that answers in place of Consul](#values), which is in the key")
                    .shown("a YAML or JSON file"),
            SettingKey.of("show-values", SettingShape.bool(), "whether values may be shown in output and errors"),
            SettingKey.of("env", SettingShape.names(SettingShape.text()), "what templates find by `env`")
                    .shown("a map"));

    private SettingsModels() {}

    private static SettingKey[] withRaw() {
        SettingKey[] keys = Arrays.copyOf(TEMPLATE_KEYS, TEMPLATE_KEYS.length + 1);
        keys[TEMPLATE_KEYS.length] =
                SettingKey.of("raw", SettingShape.bool(), "placed as it is, also where it looks like a template");
        return keys;
    }
}
