package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.util.List;
import java.util.stream.Stream;

/** The keys of a {@code module.yml}. */
public final class ModuleModel {

    /** What a module's name has to be: words of lower-case letters, digits, {@code _}, {@code .} and {@code -}, with slashes between. */
    public static final String NAME = "[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*";

    /** What a module needs. */
    public static final SettingsModel REQUIRES = SettingsModel.of(
            "requires",
            SettingKey.of(
                    "modules",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "the modules that its steps use, each with a range: `core/ca-certificates@^1.2`"),
            SettingKey.of(
                    "engines", SettingShape.oneOrMore(SettingShape.text()), "the engines that it is for; default: all"),
            SettingKey.of(
                    "capabilities",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "what the engine has to be [capable of](#capabilities): `mount-cache`"),
            SettingKey.of(
                    "plugins",
                    SettingShape.names(SettingShape.text()),
                    "the plugins that it needs, by id, each with a range: `{consul-template: \">=0.1 & <1\"}`"));

    /** What is read before templates, besides the parameters. */
    public static final SettingsModel HEAD = SettingsModel.of(
            "module",
            SettingKey.of("name", SettingShape.matching(NAME), "how it is known: `web/nginx`")
                    .required()
                    .withoutTemplates(),
            SettingKey.of(
                            "version",
                            SettingShape.text(),
                            "its version, by [semantic versioning](https://semver.org/spec/v2.0.0.html)")
                    .required()
                    .withoutTemplates(),
            SettingKey.of("description", SettingShape.text(), "one line for readers")
                    .withoutTemplates(),
            SettingKey.of("license", SettingShape.text(), "an [SPDX](https://spdx.org/licenses) expression")
                    .withoutTemplates(),
            SettingKey.of("requires", SettingShape.map(REQUIRES), "what it needs")
                    .withoutTemplates(),
            SettingKey.of(
                            "parameters",
                            SettingShape.names(SettingShape.part(ManifestModel.VARIABLE)),
                            "what its users can or must say, declared as variables are")
                    .shown("a map")
                    .withoutTemplates());

    /** What is a template over the parameters. */
    public static final SettingsModel BODY = SettingsModel.of(
            "module-body",
            SettingKey.of(
                    "env", SettingShape.names(SettingShape.text()), "environment of its steps, over the manifest's"),
            SettingKey.of(
                            "install",
                            SettingShape.list(SettingShape.part(ManifestModel.STEP)),
                            "[steps](manifest.md#steps), in order")
                    .shown("a list"),
            SettingKey.of(
                            "script",
                            SettingShape.list(SettingShape.part(ManifestModel.SEQUENCE)),
                            "[tests](manifest.md#tests) of the result of a build that uses it")
                    .shown("a list"));

    /** All of the file. */
    public static final SettingsModel WHOLE = SettingsModel.of(
            "module", Stream.concat(HEAD.keys().stream(), BODY.keys().stream()).toList());

    /** The keys whose blocks are plain YAML. */
    public static final List<String> BLOCKS = List.copyOf(HEAD.names());

    private ModuleModel() {}

    /**
     * Whether nothing may be written behind a key, which then says nothing.
     *
     * @param key the key
     * @return whether it may
     */
    public static boolean mayBeEmpty(String key) {
        return key.equals("parameters") || BODY.names().contains(key);
    }
}
