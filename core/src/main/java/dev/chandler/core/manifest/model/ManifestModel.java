package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/**
 * The keys of the top level, of a base and of a variable's declaration.
 *
 * <p>To add a key, add it here (or to {@link StepModel}, {@link ArtifactModel}) and read it; tests fail where only one of
 * the two is done.
 */
public final class ManifestModel {

    /** A step of {@code install:}; see {@link StepModel}. */
    public static final String STEP = "step";

    /** What runs in order: a step, or a list of them; a test, or a branch of {@code parallel:}. */
    public static final String SEQUENCE = "sequence";

    /** A use of a module; see {@link StepModel#MODULE_USE}. */
    public static final String USE = "use";

    /** What declares a variable: its default, or a map with the keys of {@link #DECLARATION}. */
    public static final String VARIABLE = "variable";

    /** A base that is files of the client. */
    public static final SettingsModel BASE = SettingsModel.of(
            "base",
            SettingKey.of("rootfs", SettingShape.text(), "a tar archive of a file system, plain or gzip")
                    .shown("a file"),
            SettingKey.of(
                            "oci",
                            SettingShape.text(),
                            "a folder with an [OCI image layout]"
                                    + "(https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md)")
                    .shown("a folder"),
            SettingKey.of(
                            "docker-archive",
                            SettingShape.text(),
                            "a file that `docker save` or an [output](#outputs) has written, compressed or not")
                    .shown("a file"),
            SettingKey.of(
                            "image",
                            SettingShape.text(),
                            "which of several images that the folder or the archive has: its name there, or in a layout its"
                                    + " tag")
                    .shown("a name"));

    /** A toolbox that somebody keeps in a container. */
    public static final SettingsModel TOOLBOX = SettingsModel.of(
            "toolbox",
            SettingKey.of("container", SettingShape.text(), "a data container, by name or id")
                    .required());

    /** The long form of a variable's declaration. */
    public static final SettingsModel DECLARATION = SettingsModel.of(
            VARIABLE,
            SettingKey.of(
                    "type",
                    SettingShape.oneOf("string", "number", "boolean", "list", "map"),
                    "what it holds; default: what `default` is in the short form, else `string`"),
            SettingKey.of("default", SettingShape.any(), "its value where none is given; without one it must be given"),
            SettingKey.of("description", SettingShape.text(), "for readers"),
            SettingKey.of("examples", SettingShape.list(SettingShape.any()), "for readers: values that it can have"),
            SettingKey.of(
                    "pattern",
                    SettingShape.text(),
                    "a [regular expression](https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/"
                            + "util/regex/Pattern.html) that a string must match as a whole"),
            SettingKey.of("values", SettingShape.list(SettingShape.any()), "all that a string or number may be"),
            SettingKey.of("min", SettingShape.number(), "the least that a number may be"),
            SettingKey.of("max", SettingShape.number(), "the most that a number may be"));

    /** The top level. */
    public static final SettingsModel MANIFEST = SettingsModel.of(
            "manifest",
            SettingKey.of(
                            "name",
                            SettingShape.text(),
                            "what the project is called in output; default: the folder's name")
                    .shown("one line"),
            SettingKey.of(
                            "vars",
                            SettingShape.names(SettingShape.part(VARIABLE)),
                            "[variables](#variables) for templates, each with its default or a declaration")
                    .shown("a map")
                    .withoutTemplates(),
            SettingKey.of(
                            "include",
                            SettingShape.oneOrMore(SettingShape.text()),
                            "[files that are included](#includes)")
                    .shown("a file, or a list of files")
                    .withoutTemplates(),
            SettingKey.of(
                            "base",
                            SettingShape.either(SettingShape.text(), SettingShape.map(BASE)),
                            "what the build starts from")
                    .shown("an image's name, `scratch`, `{rootfs: FILE}`, `{oci: FOLDER}` or `{docker-archive: FILE}`"),
            SettingKey.of(
                            "language",
                            SettingShape.text(),
                            "the same as `base: IMAGE`; one of the two must be there, not both")
                    .shown("an image's name"),
            SettingKey.of(
                            "toolbox",
                            SettingShape.either(SettingShape.text(), SettingShape.map(TOOLBOX)),
                            "[tools](#toolbox) that steps and tests have beside those of the base")
                    .shown("a folder or archive (`./tools`), an image's name, or `{container: NAME}`"),
            SettingKey.of("instance", SettingShape.map(InstanceModel.INSTANCE), "[how instances are to be](#instance)")
                    .shown("a map"),
            SettingKey.of("mounts", InstanceModel.MOUNTS, "[what is mounted in them](#mounts)")
                    .shown("a list"),
            SettingKey.of(
                    "env",
                    SettingShape.names(SettingShape.text()),
                    "environment of all steps and tests, not of the image"),
            SettingKey.of(
                            "secrets",
                            SettingShape.names(SettingShape.map(SecretModel.SECRET)),
                            "[secrets](#secrets) that steps may list")
                    .shown("a map"),
            SettingKey.of(
                            "modules",
                            SettingShape.list(SettingShape.part(USE)),
                            "[uses of modules](#modules), whose steps run before `install`")
                    .shown("a list"),
            SettingKey.of("install", SettingShape.list(SettingShape.part(STEP)), "[steps](#steps), in order")
                    .shown("a list"),
            SettingKey.of("script", SettingShape.list(SettingShape.part(SEQUENCE)), "[tests](#tests) of the result")
                    .shown("a list"),
            SettingKey.of("artifact", SettingShape.map(ArtifactModel.ARTIFACT), "[the image](#artifact) that is left")
                    .shown("a map"));

    private ManifestModel() {}

    /**
     * Whether nothing may be written behind a key of the top level, which then says nothing.
     *
     * @param key the key
     * @return whether it may
     */
    public static boolean mayBeEmpty(String key) {
        return MANIFEST.names().contains(key) && !key.equals("name");
    }
}
