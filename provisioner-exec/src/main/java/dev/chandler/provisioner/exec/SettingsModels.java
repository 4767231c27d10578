package dev.chandler.provisioner.exec;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of what these provisioners read. */
final class SettingsModels {

    private static final SettingKey OWNER = SettingKey.of(
                    "owner", SettingShape.matching("\\d{1,10}(:\\d{1,10})?"), "numbers")
            .shown("`1000:1000`, or `1000` for both")
            .defaultsTo("0:0");

    private static final SettingShape MODE = SettingShape.matching("0?[0-7]{3,4}");

    /** A script of the client. */
    static final SettingsModel SCRIPT = SettingsModel.of(
            "exec",
            SettingKey.of(
                            "script",
                            SettingShape.text(),
                            "relative to the file the step stands in, and may be outside of the project")
                    .shown("a file")
                    .required(),
            SettingKey.of("args", SettingShape.list(SettingShape.text()), "what it is given; no shell reads them")
                    .shown("a list of words"));

    /** A file of the client that a command reads. */
    static final SettingsModel STDIN = SettingsModel.of(
            "stdin",
            SettingKey.of("file", SettingShape.text(), "relative to the file the step stands in")
                    .required());

    static final SettingsModel COPY = SettingsModel.of(
            "copy",
            SettingKey.of(
                            "from",
                            SettingShape.text(),
                            "relative to the file the step stands in, and may be outside of the project; with"
                                    + " `from-build` an absolute path in that image")
                    .shown("a file or folder")
                    .required(),
            SettingKey.of(
                            "from-build",
                            SettingShape.text(),
                            "takes it out of the image of [another build](projects.md) of the project, which is built"
                                    + " before; its owners and modes stay where nothing else is said")
                    .shown("a build's name"),
            SettingKey.of(
                            "to",
                            SettingShape.text(),
                            "a folder's *content* goes into `to`; a file becomes `to`, or goes into it where `to` ends"
                                    + " with `/`. Relative to the step's `workdir`")
                    .shown("a path")
                    .required(),
            OWNER,
            SettingKey.of(
                            "mode",
                            MODE,
                            "for all files; folders get search permission where there is read permission. Default: as"
                                    + " on the client")
                    .shown("octal, such as `0644`"),
            SettingKey.of(
                            "exclude",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "what is left out, in the language of `.dockerignore`; for folders only")
                    .shown("a pattern, or a list of them"));

    static final SettingsModel FETCH = SettingsModel.of(
            "fetch",
            SettingKey.of(
                            "from",
                            SettingShape.text(),
                            "a file is relative to the file the step stands in, and may be outside of the project")
                    .shown("an `http://` or `https://` address, or a file")
                    .required(),
            SettingKey.of(
                            "sha256",
                            SettingShape.matching("([sS][hH][aA]256:)?[0-9a-fA-F]{64}"),
                            "what the content has to be; anything else is the step's failure, and nothing of it gets"
                                    + " into the instance")
                    .shown("64 hexadecimal characters; required for an address"),
            SettingKey.of(
                            "to",
                            SettingShape.text(),
                            "the file becomes `to`, or goes into it, called as the address ends, where `to` ends with"
                                    + " `/`. Relative to the step's `workdir`")
                    .shown("a path")
                    .required(),
            OWNER,
            SettingKey.of("mode", MODE, "default: `0644`; that of the file where the client has it")
                    .shown("octal, such as `0755`"));

    static final SettingsModel GET = SettingsModel.of(
            "get",
            SettingKey.of("from", SettingShape.text(), "in the instance; relative to the step's `workdir`")
                    .shown("a path")
                    .required(),
            SettingKey.of(
                            "to",
                            SettingShape.text(),
                            "relative to the file the step stands in, inside of the project, also where links lead. A"
                                    + " file becomes `to`, or goes into it where `to` ends with `/`; the content of a"
                                    + " folder goes into the folder `to`")
                    .shown("a path")
                    .required());

    private SettingsModels() {}
}
