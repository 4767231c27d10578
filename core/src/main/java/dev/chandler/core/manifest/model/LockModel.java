package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of {@code chandler.lock}. */
public final class LockModel {

    /** A plugin of the project. */
    public static final SettingsModel PLUGIN = SettingsModel.of(
            "locked plugin",
            SettingKey.of("id", SettingShape.text(), "the plugin's id").required(),
            SettingKey.of("version", SettingShape.text(), "its version").required(),
            SettingKey.of("digest", SettingShape.text(), "the digest of its file")
                    .required(),
            SettingKey.of("source", SettingShape.text(), "where it can be had again")
                    .required());

    /** A module of the project's manifests. */
    public static final SettingsModel MODULE = SettingsModel.of(
            "locked module",
            SettingKey.of("name", SettingShape.matching(ModuleModel.NAME), "the module's name")
                    .required(),
            SettingKey.of("version", SettingShape.text(), "its version").required(),
            SettingKey.of("digest", SettingShape.text(), "the digest of its content")
                    .required(),
            SettingKey.of("source", SettingShape.text(), "where it can be had again")
                    .required());

    /** An image that is a base, or has tools. */
    public static final SettingsModel BASE = SettingsModel.of(
            "locked base",
            SettingKey.of("reference", SettingShape.text(), "what a manifest names")
                    .required(),
            SettingKey.of("engine", SettingShape.text(), "the engine's id").required(),
            SettingKey.of("platform", SettingShape.text(), "what it is to run on")
                    .required(),
            SettingKey.of("pinned", SettingShape.text(), "what gives that very image")
                    .required());

    /** The file. */
    public static final SettingsModel LOCK = SettingsModel.of(
            "lock",
            SettingKey.of("version", SettingShape.count(), "the format").required(),
            SettingKey.of("plugins", SettingShape.list(SettingShape.map(PLUGIN)), "the project's plugins"),
            SettingKey.of("modules", SettingShape.list(SettingShape.map(MODULE)), "what its manifests use"),
            SettingKey.of("bases", SettingShape.list(SettingShape.map(BASE)), "the images that names are"),
            SettingKey.of("vendored", SettingShape.text(), "where copies of the modules are"));

    private LockModel() {}
}
