package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            "sys_chroot",
            "mknod",
            "audit_write",
            "setfcap");

    /** Of a network that is nobody else's. In the machine's it would read and forge what others send. */
    private static final String RAW_SOCKETS = "net_raw";

    /**
     * Capabilities that commands never have, by their numbers: of those that this client may give the highest is taken, which does the least. Who may
     * mount has the last.
     */
    private static final Map<String, Integer> SPARE = Map.of("wake_alarm", 35, "block_suspend", 36, "sys_admin", 21);

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
        List<String> kept = new ArrayList<>(USUAL);
        if (settings.network().kind() == Network.Kind.NONE) {
            kept.add(RAW_SOCKETS);
        }
        return dropping(settings, kept);
    }

    /**
     * As {@link #dropping}, for a process that commands see, but must not get at: with one capability that they lack, which is what the kernel asks before it lets
     * one process look into another (ptrace(2), "access mode checking").
     */
    static List<String> droppingAllButOne(InstanceSettings settings) {
        List<String> kept = new ArrayList<>(USUAL);
        kept.add(SPARE.entrySet().stream()
                .filter(each -> Machine.mayGive(each.getValue()))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("sys_admin"));
        return dropping(settings, kept);
    }

    private static List<String> dropping(InstanceSettings settings, List<String> capabilities) {
        String kept = capabilities.stream().map(name -> ",+" + name).collect(Collectors.joining());
        List<String> words = new ArrayList<>(List.of("--bounding-set=-all" + kept, "--inh-caps=-all"));
        if (settings.noNewPrivileges()) {
            words.add("--no-new-privs");
        }
        return words;
    }
}
