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

    /** The file. */
    public static final SettingsModel LOCK = SettingsModel.of(
            "lock",
            SettingKey.of("version", SettingShape.count(), "the format").required(),
            SettingKey.of("plugins", SettingShape.list(SettingShape.map(PLUGIN)), "the project's plugins"));

    private LockModel() {}
}
