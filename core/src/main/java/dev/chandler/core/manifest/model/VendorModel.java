package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of {@code chandler.vendor.yml}. */
public final class VendorModel {

    /** A module of which there is a copy. */
    public static final SettingsModel MODULE = SettingsModel.of(
            "vendored module",
            SettingKey.of("name", SettingShape.matching(ModuleModel.NAME), "the module's name")
                    .required(),
            SettingKey.of("version", SettingShape.text(), "its version").required(),
            SettingKey.of("digest", SettingShape.text(), "the digest of its content")
                    .required(),
            SettingKey.of("empty", SettingShape.list(SettingShape.text()), "its folders without a file"));

    /** The file. */
    public static final SettingsModel LIST = SettingsModel.of(
            "list of vendored modules",
            SettingKey.of("version", SettingShape.count(), "the format").required(),
            SettingKey.of("modules", SettingShape.list(SettingShape.map(MODULE)), "the modules that are there"));

    private VendorModel() {}
}
