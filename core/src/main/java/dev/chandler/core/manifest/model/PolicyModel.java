package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of a policy file, which is no part of a manifest. */
public final class PolicyModel {

    /** A key that is trusted: where it is, and what it may sign. */
    public static final SettingsModel KEY = SettingsModel.of(
            "policy key",
            SettingKey.of("file", SettingShape.text(), "a PEM file with an Ed25519 public key, relative to the policy")
                    .shown("a path"),
            SettingKey.of(
                    "key", SettingShape.text(), "the same without a file: the base64 between the lines of the PEM"),
            SettingKey.of(
                            "subjects",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "what it may sign, by id; `acme-*` is all that begin so")
                    .defaultsTo("everything"));

    /** The whole file. */
    public static final SettingsModel POLICY = SettingsModel.of(
            "policy",
            SettingKey.of("keys", SettingShape.names(SettingShape.map(KEY)), "the keys that are trusted, by name"),
            SettingKey.of(
                    "unsigned",
                    SettingShape.oneOrMore(SettingShape.text()),
                    "where what has no signature is let in all the same"));

    private PolicyModel() {}
}
