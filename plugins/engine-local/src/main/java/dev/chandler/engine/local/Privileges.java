package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What commands of an instance may do: words that start a program with no more than that. */
final class Privileges {

    /** Those that containers of Docker have where nothing else is said. */
    private static final List<String> USUAL = List.of(
            "chown",
            "dac_override",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "net_bind_service",
            "net_raw",
            "sys_chroot",
            "mknod",
            "audit_write",
            "setfcap");

    private Privileges() {}

    /** Limits on resources, which only who has more rights may raise: to come before {@link #dropping}. */
    static List<String> limiting(InstanceSettings settings) {
        if (settings.ulimits().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("prlimit"));
        settings.ulimits()
                .forEach((name, limit) ->
                        words.add("--" + name + "=" + value(limit.soft()) + ":" + value(limit.hard())));
        words.add("--");
        return words;
    }

    private static String value(long limit) {
        return limit < 0 ? "unlimited" : Long.toString(limit);
    }

    /** The flags of {@code setpriv}. */
    static List<String> dropping(InstanceSettings settings) {
        String kept = USUAL.stream().map(name -> ",+" + name).collect(Collectors.joining());
        List<String> words = new ArrayList<>(List.of("--bounding-set=-all" + kept, "--inh-caps=-all"));
        if (settings.noNewPrivileges()) {
            words.add("--no-new-privs");
        }
        return words;
    }
}
