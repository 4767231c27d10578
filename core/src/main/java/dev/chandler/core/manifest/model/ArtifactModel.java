package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import dev.chandler.core.output.ImageReference;

/** The keys of {@code artifact:}. */
public final class ArtifactModel {

    /** What a port, or a range of them, is: the first, the last, the protocol. */
    public static final String PORT = "(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?";

    /** What a signal is. */
    public static final String SIGNAL = "(SIG)?[A-Z][A-Z0-9]*([+-]\\d+)?|[1-9]\\d?";

    /** What an instruction for images on top of this one is. */
    public static final String INSTRUCTION = "(?!FROM |MAINTAINER |ONBUILD )[A-Z]+ .*";

    /** What an output looks like: a kind, and a place that is not blank. */
    public static final String OUTPUT = "[a-z][a-z0-9-]*:[\\s\\S]*\\S[\\s\\S]*";

    private static final SettingShape TEXTS = SettingShape.names(SettingShape.text());
    private static final SettingShape WORDS = SettingShape.list(SettingShape.text());
    private static final SettingShape PORTS = SettingShape.oneOrMore(SettingShape.matching(PORT));
    private static final SettingShape VOLUMES = SettingShape.oneOrMore(SettingShape.matching("/[\\s\\S]*"));

    /** What goes to the end of what the base has. */
    public static final SettingsModel APPEND =
            SettingsModel.of("append", SettingKey.of("env", TEXTS, "goes to the end of the base's variable"));

    /** What the base has and the image is not to have. */
    public static final SettingsModel UNSET = SettingsModel.of(
            "unset",
            SettingKey.of("env", SettingShape.oneOrMore(SettingShape.text()), "variables of the base's environment"),
            SettingKey.of("labels", SettingShape.oneOrMore(SettingShape.text()), "labels of the base"),
            SettingKey.of("ports", PORTS, "ports of the base").shown("as `ports` above"),
            SettingKey.of("volumes", VOLUMES, "volumes of the base").shown("as `volumes` above"));

    /** How it is known whether an instance of the image is well. */
    public static final SettingsModel HEALTHCHECK = SettingsModel.of(
            "healthcheck",
            SettingKey.of("test", SettingShape.oneOrMore(SettingShape.text()), "what tells it by its exit status")
                    .shown("a list of words, or text for the image's shell")
                    .required(),
            SettingKey.of("interval", SettingShape.duration(), "the time between two tests"),
            SettingKey.of("timeout", SettingShape.duration(), "how long a test may take"),
            SettingKey.of("start-period", SettingShape.duration(), "how long it may fail after a start"),
            SettingKey.of("start-interval", SettingShape.duration(), "the time between two tests in that period"),
            SettingKey.of("retries", SettingShape.count(), "how many failures in a row are needed"));

    /** The image. */
    public static final SettingsModel ARTIFACT = SettingsModel.of(
            "artifact",
            SettingKey.of(
                            "repo",
                            SettingShape.matching(ImageReference.REPOSITORY),
                            "the image's name; without it (and without `--tag`) the image has an id alone")
                    .shown("`team/name`, `host:5000/team/name`"),
            SettingKey.of("tags", SettingShape.oneOrMore(SettingShape.matching(ImageReference.TAG)), "needs `repo`")
                    .shown("a tag, or a list")
                    .defaultsTo("latest"),
            SettingKey.of(
                            "outputs",
                            SettingShape.oneOrMore(SettingShape.matching(OUTPUT)),
                            "[where the image is brought](#outputs) besides")
                    .shown("`KIND:PLACE`, or a list"),
            SettingKey.of("cmd", WORDS, "default: the base's").shown("a list of words, `[]` for none"),
            SettingKey.of("entrypoint", WORDS, "default: the base's; a new one takes the base's cmd away")
                    .shown("a list of words, `[]` for none"),
            SettingKey.of("env", TEXTS, "over the base's"),
            SettingKey.of("labels", TEXTS, "over the base's"),
            SettingKey.of(
                            "append",
                            SettingShape.map(APPEND),
                            "TEXT goes to the end of the variable as it is: `PATH: \":/opt/app/bin\"`. Where the base"
                                    + " has none, the default `PATH` is taken, or TEXT without a leading `:`, `;`, `,`"
                                    + " or blank")
                    .shown("`{env: {NAME: TEXT}}`"),
            SettingKey.of("user", SettingShape.text(), "who runs the command; default: the base's")
                    .shown("`user[:group]`"),
            SettingKey.of("workdir", SettingShape.text(), "default: the base's; a relative one is below that")
                    .shown("a path"),
            SettingKey.of("ports", PORTS, "exposed besides the base's").shown("`80`, `53/udp`, `8000-8010`, or a list"),
            SettingKey.of("volumes", VOLUMES, "besides the base's").shown("an absolute path, or a list"),
            SettingKey.of("stop-signal", SettingShape.matching(SIGNAL), "what asks the command to end")
                    .shown("`SIGINT`, `RTMIN+3`, `15`"),
            SettingKey.of(
                            "healthcheck",
                            SettingShape.either(SettingShape.oneOf("none"), SettingShape.map(HEALTHCHECK)),
                            "how it is known whether an instance is well; `none` takes the base's away")
                    .shown("`none`, or a map"),
            SettingKey.of("shell", WORDS, "for Dockerfiles on top of the image").shown("a list of words"),
            SettingKey.of("onbuild", SettingShape.oneOrMore(SettingShape.matching(INSTRUCTION)), "added to the base's")
                    .shown("an instruction, or a list"),
            SettingKey.of("unset", SettingShape.map(UNSET), "what the base has and the image is not to have")
                    .shown("a map"),
            SettingKey.of("author", SettingShape.text(), "who made it"),
            SettingKey.of(
                            "created",
                            SettingShape.text(),
                            "when the image, and each layer of ours, was made; default: the environment's"
                                    + " [`SOURCE_DATE_EPOCH`](https://reproducible-builds.org/specs/source-date-epoch/),"
                                    + " else when the last state was kept. Times of files stay; on the engine `local`, the time"
                                    + " is the base's in place of the last state's, and no file is younger")
                    .shown("`2026-01-31T12:00:00Z`, or seconds since 1970"));

    private ArtifactModel() {}
}
