package dev.chandler.core.manifest.model;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;

/** The keys of {@code instance:} and {@code mounts:}. */
public final class InstanceModel {

    /** What a size is: bytes, or with a unit. */
    public static final String SIZE = "(\\d{1,15})(?:([kmgtKMGT])?[bB]?)";

    /** What a number of processors is. */
    public static final String CPUS = "\\d{1,4}(\\.\\d{1,9})?";

    /** What a network or a cache can be called. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";

    private static final String LIMIT = "\\d{1,18}|-1|unlimited";
    private static final String DEVICE = "/dev/.+";
    private static final SettingShape CAPABILITY_LIST = SettingShape.oneOrMore(SettingShape.text());

    /** What Linux capabilities commands have. */
    public static final SettingsModel CAPABILITIES = SettingsModel.of(
            "capabilities",
            SettingKey.of("add", CAPABILITY_LIST, "those that commands have besides the engine's usual ones"),
            SettingKey.of("drop", CAPABILITY_LIST, "those that they have not; after `ALL` only what is added stays"));

    /** The long form of a limit. */
    public static final SettingsModel ULIMIT = SettingsModel.of(
            "ulimit",
            SettingKey.of("soft", SettingShape.matching(LIMIT), "what holds")
                    .shown("a number, or `unlimited`")
                    .required(),
            SettingKey.of("hard", SettingShape.matching(LIMIT), "how far a process may raise it")
                    .shown("a number, or `unlimited`")
                    .required());

    /** The long form of a device. */
    public static final SettingsModel DEVICE_KEYS = SettingsModel.of(
            "device",
            SettingKey.of("host", SettingShape.matching(DEVICE), "its path on the engine's machine")
                    .shown("a path below `/dev`")
                    .required(),
            SettingKey.of("instance", SettingShape.matching(DEVICE), "its path in the instance; default: the same")
                    .shown("a path below `/dev`"),
            SettingKey.of("access", SettingShape.matching("r?w?m?"), "what may be done with it: read, write, make")
                    .shown("`r`, `w`, `m`, in this order")
                    .defaultsTo("rwm"));

    /** How instances are to be. */
    public static final SettingsModel INSTANCE = SettingsModel.of(
            "instance",
            SettingKey.of("network", SettingShape.matching(NAME), "what it can reach")
                    .shown("`default`, `none`, `host`, or the name of a network that the engine knows"),
            SettingKey.of("hosts", SettingShape.names(SettingShape.text()), "further lines of `/etc/hosts`")
                    .shown("a map of names and IP addresses"),
            SettingKey.of("dns", SettingShape.oneOrMore(SettingShape.text()), "the name servers")
                    .shown("IP addresses"),
            SettingKey.of("memory", SettingShape.matching(SIZE), "at most so much memory; not in the key")
                    .shown("a size: bytes, or with `k`, `m`, `g`"),
            SettingKey.of("cpus", SettingShape.matching(CPUS), "at most so many processors; not in the key")
                    .shown("a number, such as `2` or `0.5`"),
            SettingKey.of(
                    "privileged", SettingShape.bool(), "commands may do all that root may on the engine's machine"),
            SettingKey.of(
                            "capabilities",
                            SettingShape.map(CAPABILITIES),
                            "[Linux capabilities](https://man7.org/linux/man-pages/man7/capabilities.7.html), with"
                                    + " or without `CAP_`, and `ALL`")
                    .shown("`{add: […], drop: […]}`"),
            SettingKey.of(
                    "no-new-privileges", SettingShape.bool(), "no program gives more rights than who starts it has"),
            SettingKey.of(
                    "read-only",
                    SettingShape.bool(),
                    "commands can write to mounts and below `/dev` alone; steps that put files (`copy`, `fetch`) are"
                            + " refused"),
            SettingKey.of(
                            "ulimits",
                            SettingShape.names(
                                    SettingShape.either(SettingShape.matching(LIMIT), SettingShape.map(ULIMIT))),
                            "limits of a process: `nofile`, `nproc`, `core`, …")
                    .shown("a map of a number, `unlimited`, or `{soft: …, hard: …}`"),
            SettingKey.of(
                            "devices",
                            SettingShape.list(
                                    SettingShape.either(SettingShape.matching(DEVICE), SettingShape.map(DEVICE_KEYS))),
                            "devices of the engine's machine")
                    .shown("a list of paths below `/dev`, or of `{host: …, instance: …, access: …}`"));

    /** A mount of the client's files. */
    public static final SettingsModel BIND = SettingsModel.of(
            "bind",
            kind("bind"),
            SettingKey.of("from", SettingShape.text(), "what is mounted, relative to the file it stands in")
                    .shown("a file or folder of the client")
                    .required(),
            place(),
            SettingKey.of("read-only", SettingShape.bool(), "commands cannot write to it")
                    .defaultsTo("false"));

    /** A mount of a folder that outlives builds. */
    public static final SettingsModel CACHE = SettingsModel.of(
            "cache",
            kind("cache"),
            SettingKey.of(
                            "name",
                            SettingShape.matching(NAME),
                            "one cache for each name on the engine, whichever project uses it")
                    .shown("letters, digits, `_`, `.`, `-`")
                    .required(),
            place(),
            SettingKey.of(
                            "sharing",
                            SettingShape.oneOf("shared", "locked", "private"),
                            "builds use it at once, one after the other, or each has one of its own")
                    .defaultsTo("shared"));

    /** A mount of memory. */
    public static final SettingsModel TMPFS = SettingsModel.of(
            "tmpfs",
            kind("tmpfs"),
            place(),
            SettingKey.of("size", SettingShape.matching(SIZE), "at most so much; default: the engine's")
                    .shown("a size: bytes, or with `k`, `m`, `g`"));

    /** All mounts. */
    static final SettingShape MOUNTS = SettingShape.list(
            SettingShape.either(SettingShape.map(BIND), SettingShape.map(CACHE), SettingShape.map(TMPFS)));

    private InstanceModel() {}

    private static SettingKey kind(String kind) {
        return SettingKey.of("kind", SettingShape.oneOf(kind), "what is mounted")
                .required();
    }

    private static SettingKey place() {
        return SettingKey.of("to", SettingShape.matching("/.*"), "where it is in the instance")
                .shown("an absolute path; not `/`, `/dev`, below `/proc` or `/sys`, nor below another mount's")
                .required();
    }
}
