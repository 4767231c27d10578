package dev.chandler.core.manifest;

import dev.chandler.api.engine.Network;
import dev.chandler.core.manifest.model.InstanceModel;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the words in which {@code instance:} and {@code mounts:} say their values; each gives nothing where it can't be. */
final class InstanceValues {

    private static final Pattern CPUS = Pattern.compile(InstanceModel.CPUS);
    private static final Pattern NAME = Pattern.compile(InstanceModel.NAME);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final Pattern ACCESS = Pattern.compile("(?!$)r?w?m?");

    /** From {@code capabilities(7)}, without {@code CAP_}. */
    private static final Set<String> CAPABILITIES = Set.of(
            "ALL",
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "PERFMON",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYSLOG",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");

    /** From {@code prlimit(1)}. */
    static final Set<String> ULIMITS = Set.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    private InstanceValues() {}

    /** Processors, in billionths. */
    static Optional<Long> cpus(String text) {
        if (!CPUS.matcher(text).matches()) {
            return Optional.empty();
        }
        long billionths = new BigDecimal(text).movePointRight(9).longValueExact();
        return billionths == 0 ? Optional.empty() : Optional.of(billionths);
    }

    static Optional<Network> network(String text) {
        return name(text).map(Network::of);
    }

    /** A name as engines have them. */
    static Optional<String> name(String text) {
        return NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** An address as numbers; nobody is asked. */
    static Optional<String> address(String text) {
        if (IPV4.matcher(text).matches()) {
            return Optional.of(text);
        }
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)).map(known -> text);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static Optional<String> capability(String text) {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
        return CAPABILITIES.contains(name) ? Optional.of(name) : Optional.empty();
    }

    /** A limit; {@code unlimited} is none. */
    static Optional<Long> limit(String text) {
        if (text.equals("unlimited") || text.equals("-1")) {
            return Optional.of(-1L);
        }
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    static Optional<String> access(String text) {
        return ACCESS.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    static Optional<String> devicePath(String text) {
        boolean below = text.startsWith("/dev/") && !text.endsWith("/") && !text.contains("//");
        return below && !text.matches(".*/\\.{1,2}(/.*)?") ? Optional.of(text) : Optional.empty();
    }
}
