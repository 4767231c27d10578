package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of {@code chandler.project.yml}. */
public final class ProjectModel {

    /** A build in its long form. */
    public static final SettingsModel BUILD = SettingsModel.of(
            "project-build",
            SettingKey.of(
                    "name",
                    SettingShape.text(),
                    "what others need it by; default: the folder's name, or its path where that is not the only one; of the project's own folder the manifest's `name`"),
            SettingKey.of("path", SettingShape.text(), "the manifest, relative to the project; no pattern")
                    .shown("a folder with a `chandler.yml`, or a file")
                    .required(),
            SettingKey.of(
                            "needs",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "builds that are to be done before, besides those that the manifest takes something of")
                    .shown("a build's name, or a list of them"));

    /** The file. */
    public static final SettingsModel PROJECT = SettingsModel.of(
            "project",
            SettingKey.of(
                            "builds",
                            SettingShape.list(SettingShape.either(SettingShape.text(), SettingShape.map(BUILD))),
                            "the manifests that belong together")
                    .shown("a list of folders, files, patterns such as `services/*`, and maps"));

    private ProjectModel() {}
}
