package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of {@code chandler.sources.yml}. */
public final class SourcesModel {

    /** The file. */
    public static final SettingsModel SOURCES = SettingsModel.of(
            "sources",
            SettingKey.of(
                    "modules",
                    SettingShape.names(SettingShape.text()),
                    "where modules come from, by the words that their names begin with: "
                            + "`{web: registry.example.org/teams/web}`"));

    private SourcesModel() {}
}
