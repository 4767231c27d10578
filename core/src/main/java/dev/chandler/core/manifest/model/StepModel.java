package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys of a step, besides the one that names its provisioner; none of these can be a provisioner's id. */
public final class StepModel {

    /** The provisioner of commands. */
    public static final String EXEC = "exec";

    /** What such a step is usually written with. */
    public static final String RUN = "run";

    /** Branches in place of work. */
    public static final String PARALLEL = "parallel";

    /** A module's steps in place of work. */
    public static final String USE = "use";

    /** What a command's output is registered as. */
    public static final String REGISTER = "register";

    /** A value of a step's environment that another step has written. */
    public static final SettingsModel REFERENCE = SettingsModel.of(
            "reference",
            SettingKey.of("from", SettingShape.text(), "what a step before it registers its output as")
                    .required());

    private static final SettingKey NAME = SettingKey.of(
                    "name",
                    SettingShape.text(),
                    "the step's id in output, problems and `--until`; default: its place, `install[2]`")
            .shown("one line, no other step's");

    private static final SettingKey EACH = SettingKey.of(
                    "each",
                    SettingShape.either(SettingShape.list(SettingShape.any()), SettingShape.text()),
                    "[repeats the step](#each-and-when), once for each item")
            .shown("a list, or a list's variable");

    private static final SettingKey WHEN = SettingKey.of(
                    "when", SettingShape.text(), "[leaves the step out](#each-and-when) where it is false")
            .shown("an expression");

    /** What every step may say, whoever provisions it. */
    public static final List<SettingKey> COMMON = List.of(
            NAME,
            SettingKey.of(
                            "env",
                            SettingShape.names(SettingShape.either(SettingShape.text(), SettingShape.map(REFERENCE))),
                            "over the manifest's; what a step before it has [registered](#register)")
                    .shown("a map of texts, or of `{from: NAME}`"),
            SettingKey.of(
                            "secrets",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "the [secrets](#secrets) that the step finds as files below `$CHANDLER_SECRETS`")
                    .shown("a name, or a list of them"),
            SettingKey.of(
                            "workdir",
                            SettingShape.text(),
                            "default: the base's, else `/`; a relative one is below that. It is not made where it is"
                                    + " missing")
                    .shown("a path"),
            SettingKey.of("user", SettingShape.text(), "by name or number; default: the base's, else root")
                    .shown("`user[:group]`"),
            SettingKey.of(
                            "shell",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "what the text is given to as last argument")
                    .shown("words, or a list of words")
                    .defaultsTo("/bin/sh -ec"),
            SettingKey.of(
                    "timeout", SettingShape.duration(), "how long one try may take; then all that it started is ended"),
            SettingKey.of(
                            "retries",
                            SettingShape.count(),
                            "how many tries may follow the first, each on what the one before left")
                    .defaultsTo("0"),
            SettingKey.of("cache", SettingShape.bool(), "`false`: this step and all after it run in each build")
                    .defaultsTo("true"),
            SettingKey.of(
                            "checkpoint",
                            SettingShape.oneOf("auto", "always", "never"),
                            "whether the state after the step is [kept](#checkpoints); not for tests")
                    .shown("`auto`, `always` or `never`")
                    .defaultsTo("--checkpoint"),
            EACH,
            WHEN);

    /** What a step may say whose text or script is run, besides. */
    public static final SettingsModel COMMAND = SettingsModel.of(
            "command",
            SettingKey.of(
                            "stdin",
                            SettingShape.either(
                                    SettingShape.text(),
                                    SettingShape.map(SettingsModel.of(
                                            "stdin",
                                            SettingKey.of(
                                                            "file",
                                                            SettingShape.text(),
                                                            "relative to the file the step stands in")
                                                    .required()))),
                            "standard input: the text as it is written, or a file of the client, relative to the file"
                                    + " the step stands in. In the key by its content")
                    .shown("text, or `{file: FILE}`"),
            SettingKey.of(
                            "allow-exit-codes",
                            SettingShape.oneOrMore(SettingShape.matching("\\d{1,3}")),
                            "the exit statuses with which the step has succeeded, instead of 0 alone: `[0, 3]`. In the"
                                    + " key, so that a state which one rule let pass is not found under another")
                    .shown("a number, or a list of them"),
            SettingKey.of(
                            REGISTER,
                            SettingShape.matching("[A-Za-z_][A-Za-z0-9_-]*"),
                            "what [others](#register) find the step's standard output by")
                    .shown("a name of letters, digits, `_` and `-`; no other step's"));

    /** Branches beside each other, in place of work. */
    public static final SettingsModel BLOCK = SettingsModel.of(
            PARALLEL,
            SettingKey.of(
                            PARALLEL,
                            SettingShape.list(SettingShape.part(ManifestModel.SEQUENCE)),
                            "branches that run [beside each other](#parallel)")
                    .shown("a list"),
            NAME,
            EACH,
            WHEN);

    /** The steps of a module, in place of work. */
    public static final SettingsModel MODULE_USE = SettingsModel.of(
            ManifestModel.USE,
            SettingKey.of(
                            USE,
                            SettingShape.text(),
                            "the [module](modules.md): a folder (`./nginx`), a name (`web/nginx@^1.2`), or where it is")
                    .shown("a reference")
                    .required(),
            SettingKey.of("with", SettingShape.names(SettingShape.any()), "values for its parameters")
                    .shown("a map"),
            SettingKey.of(
                            "name",
                            SettingShape.text(),
                            "what the ids of its steps begin with, `nginx/install[0]`; default: the last word of the"
                                    + " module's name, `nginx`, then `nginx-2`")
                    .shown("one line, no other use's"),
            SettingKey.of(
                            "secrets",
                            SettingShape.names(SettingShape.text()),
                            "the [secrets](#secrets) that its steps may list: their name for each, and yours")
                    .shown("a map of names"),
            SettingKey.of("tests", SettingShape.bool(), "`false`: its tests are not the build's")
                    .defaultsTo("true"),
            EACH,
            WHEN);

    private StepModel() {}

    /**
     * The keys of a step's map.
     *
     * @param form what names its provisioner: {@value #RUN}, or a provisioner's id
     * @return the model by which it is read
     */
    public static SettingsModel of(String form) {
        List<SettingKey> keys = new ArrayList<>();
        keys.add(SettingKey.of(form, SettingShape.any(), "for the provisioner to read"));
        keys.addAll(COMMON);
        if (form.equals(RUN) || form.equals(EXEC)) {
            keys.addAll(COMMAND.keys());
        }
        return SettingsModel.of(ManifestModel.STEP, keys);
    }

    /**
     * Whether a word says something about work that another word names.
     *
     * @param word a key
     * @return whether it does
     */
    public static boolean isBeside(String word) {
        return COMMON.stream().anyMatch(key -> key.name().equals(word))
                || COMMAND.names().contains(word);
    }

    /**
     * All words that are the manifest's own.
     *
     * @return the words, sorted
     */
    public static Set<String> words() {
        Set<String> words = new TreeSet<>(COMMAND.names());
        words.addAll(BLOCK.names());
        words.addAll(MODULE_USE.names());
        COMMON.forEach(key -> words.add(key.name()));
        words.add(RUN);
        return words;
    }
}
