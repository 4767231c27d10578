package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of a secret's declaration. */
public final class SecretModel {

    /** What is changed to have steps run again; all other keys are sources, of which there is one. */
    public static final String VERSION = "version";

    /** A secret. */
    public static final SettingsModel SECRET = SettingsModel.of(
            "secret",
            SettingKey.of("env", SettingShape.text(), "a variable of the client's environment; its value, as text")
                    .shown("a variable's name"),
            SettingKey.of(
                            "file",
                            SettingShape.text(),
                            "a file of the client, byte for byte; relative to the file it stands in, and may be outside"
                                    + " of the project")
                    .shown("a path"),
            SettingKey.of(
                            "command",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "what it writes to standard output, without the line break at its end. Run on the client, in"
                                    + " the folder of the file it stands in, with the client's environment and no input;"
                                    + " it has two minutes")
                    .shown("a list of words, or text for `/bin/sh -c`"),
            SettingKey.of(
                            "docker-config",
                            SettingShape.text(),
                            "a `config.json` of the docker client with the login there alone, from the user's own or a"
                                    + " credential helper. A secret called `config.json` serves with"
                                    + " `DOCKER_CONFIG=$CHANDLER_SECRETS`")
                    .shown("a registry's host and port, `docker.io` for the Hub"),
            SettingKey.of(VERSION, SettingShape.text(), "change it to have the steps that list the secret run again"));

    private SecretModel() {}
}
