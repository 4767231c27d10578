package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.lib.unixhttp.ConnectionWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The one place that words what goes wrong with an LXD daemon. */
final class LxdProblems {

    private LxdProblems() {}

    static EngineException noAddress(Endpoint endpoint) {
        return new EngineException(Problem.of("CH-ENGINE-070", "not an address of LXD: " + endpoint)
                .remedy("give one like unix:///var/lib/lxd/unix.socket, https://HOST:8443 or remote:NAME"));
    }

    static EngineException noRemote(Endpoint endpoint, String why) {
        return new EngineException(Problem.of("CH-ENGINE-070", "not an address of LXD: " + endpoint)
                .because(why)
                .remedy("\"lxc remote list\" or \"incus remote list\" shows those that there are; the daemon of this"
                        + " machine is found without --endpoint"));
    }

    static EngineException untrusted(Endpoint endpoint, String why, String remedy) {
        return new EngineException(Problem.of("CH-ENGINE-071", "LXD at " + endpoint + " does not trust this client")
                .because(why)
                .remedy(remedy + "; or set " + Joining.TOKEN
                        + " to what is printed there by \"lxc config trust add --name NAME\", or on Incus \"incus config"
                        + " trust add NAME\""));
    }

    static EngineException noToken() {
        return new EngineException(Problem.of("CH-ENGINE-085", "what " + Joining.TOKEN + " has is no token")
                .remedy("set it to the last line that \"lxc config trust add --name NAME\" or \"incus config trust add"
                        + " NAME\" prints"));
    }

    static EngineException notJoined(Endpoint endpoint, boolean token, String words) {
        return new EngineException(Problem.of("CH-ENGINE-086", "LXD at " + endpoint + " does not take this client")
                .because(words)
                .remedy(
                        token
                                ? "a token is good for one client, and may expire: have another one printed, and set "
                                        + Joining.TOKEN
                                : "correct " + Joining.PASSWORD + ", or set " + Joining.TOKEN + ": Incus, and newer"
                                        + " versions of LXD, know no passwords"));
    }

    static EngineException noFolder(Endpoint endpoint) {
        return new EngineException(
                Problem.of("CH-ENGINE-086", "there is no certificate that LXD at " + endpoint + " could trust")
                        .because("neither HOME nor " + ClientFolders.VARIABLE + " is set")
                        .remedy("name a folder for client.crt and client.key by " + ClientFolders.VARIABLE));
    }

    static EngineException noIdentity(Path folder, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-086", "cannot keep a certificate in " + folder)
                        .because(cause + "")
                        .remedy("make the folder writable, or name another one by " + ClientFolders.VARIABLE),
                cause);
    }

    static EngineException noMember(Endpoint endpoint, String member, String why) {
        return new EngineException(
                Problem.of("CH-ENGINE-087", "LXD at " + endpoint + " has no member \"" + member + "\"")
                        .because(why)
                        .remedy("\"lxc cluster list\" shows the members of a cluster; " + LxdOptions.TARGET
                                + " names one, or is not set"));
    }

    static EngineException untrustedServer(Endpoint endpoint, String why, String remedy, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-090", "cannot trust what answers at " + endpoint)
                        .because(why)
                        .remedy(remedy),
                cause);
    }

    /** A certificate or key cannot be read, or they do not fit. */
    static EngineException certificateFiles(Endpoint endpoint, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-089", "cannot use the certificates for LXD at " + endpoint)
                        .because(ConnectionWords.of(cause))
                        .remedy("correct the files, or name another folder with " + ClientFolders.VARIABLE),
                cause);
    }

    static EngineException unreachable(Endpoint endpoint, IOException cause) {
        String why = ConnectionWords.of(cause);
        return new EngineException(
                Problem.of("CH-ENGINE-011", "cannot reach LXD at " + endpoint)
                        .because(why)
                        .remedy(connectRemedy(why)),
                cause);
    }

    private static String connectRemedy(String words) {
        if (words.equals("Permission denied")) {
            return "add your user to the group that owns the socket (usually \"lxd\" or \"incus-admin\") and log in again, or run as root";
        }
        if (words.contains("within")) {
            return "the daemon is there but hangs: look at its log, or restart it";
        }
        return "start the daemon, or give another address with --endpoint, LXD_DIR or INCUS_DIR";
    }

    static EngineException notLxd(Endpoint endpoint, String why) {
        return new EngineException(Problem.of("CH-ENGINE-011", "no LXD answers at " + endpoint)
                .because(why)
                .remedy("give its address with --endpoint, LXD_DIR or INCUS_DIR"));
    }

    static EngineException lacks(Endpoint endpoint, String extensions) {
        return new EngineException(Problem.of("CH-ENGINE-012", "cannot use LXD at " + endpoint)
                .because("its API has no " + extensions)
                .remedy("upgrade LXD to 5.0 or newer"));
    }

    /** The connection broke, or the daemon stopped answering, after it had worked. */
    static EngineException gone(Endpoint endpoint, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-015", "lost LXD at " + endpoint)
                        .because(ConnectionWords.of(cause))
                        .remedy("see whether it still runs; a new build goes on from the last checkpoint"),
                cause);
    }

    static EngineException instanceGone(String name, String why) {
        return new EngineException(Problem.of("CH-ENGINE-016", "the instance " + name + " is gone")
                .because(why)
                .remedy("see the daemon's log for who removed or stopped it, then build again"));
    }

    static EngineException late(String what, Duration limit) {
        return new EngineException(Problem.of("CH-ENGINE-072", what)
                .because("LXD has not done it within " + limit.toSeconds() + " s")
                .remedy("\"lxc operation list\" shows what it does; see its log"));
    }

    static EngineException baseNotFound(BaseReference reference, String why) {
        return new EngineException(Problem.of("CH-ENGINE-013", "base \"" + reference + "\" not found")
                .because(why)
                .remedy(
                        "\"lxc image list\" shows those that are there, by alias and fingerprint; others have to be copied"
                                + " or imported first"));
    }

    static EngineException noShell(String base, String shell, String words) {
        return new EngineException(Problem.of(
                        "CH-ENGINE-014", "base \"" + base + "\" has no " + shell + ", so no command can run in it")
                .because(words)
                .remedy("name a toolbox: with a static sh, or use a base with a shell; steps that only copy files"
                        + " work without one"));
    }

    static EngineException noNetwork(String name, String words) {
        return new EngineException(Problem.of("CH-ENGINE-030", "there is no network \"" + name + "\" on LXD")
                .because(words)
                .remedy("\"lxc network list\" shows those that there are"));
    }

    static EngineException noSilence(String given) {
        return new EngineException(
                Problem.of("CH-ENGINE-088", Silence.VARIABLE + " is no number of seconds: \"" + given + "\"")
                        .remedy("set it to how long LXD may be silent, such as 120, or unset it; it is "
                                + Silence.USUAL.limit().toSeconds() + " where nothing is set"));
    }

    /** A project, profile or pool is not there, or not fit to have instances. */
    static EngineException noPlace(String what, String why, String remedy) {
        return new EngineException(
                Problem.of("CH-ENGINE-091", what).because(why).remedy(remedy));
    }

    static EngineException refused(String what, String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("reached maximum") || lower.contains("quota exceeded")) {
            return new EngineException(Problem.of("CH-ENGINE-092", what)
                    .because(words)
                    .remedy(
                            "make room (chandler cache prune --unused-for 7d), or have the quota raised: \"lxc project show\" has a"
                                    + " project's limits, \"lxc profile show\" the size of a root disk"));
        }
        boolean full = lower.contains("no space left");
        return new EngineException(Problem.of("CH-ENGINE-017", what)
                .because(words)
                .remedy(full ? "free disk space in LXD's storage pool" : "what it says is LXD's own; see its log"));
    }

    static EngineException noToolbox(Digest digest) {
        return new EngineException(Problem.of("CH-ENGINE-060", "the toolbox " + digest.shortHex() + " is not there")
                .because("LXD has no volume " + ToolboxVolumes.name(digest)
                        + "; somebody has removed it during the build")
                .remedy("build again, which makes it again"));
    }

    static EngineException toolboxContent(Digest digest, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-061", "cannot read what toolbox " + digest.shortHex() + " is to have")
                        .because(ConnectionWords.of(cause))
                        .remedy("check the folder, archive or image that the manifest names as toolbox"),
                cause);
    }

    static EngineException inTheWay(String path, String why) {
        return new EngineException(Problem.of("CH-ENGINE-018", "cannot put \"" + path + "\" into the instance")
                .because(why)
                .remedy("choose another target, or remove what is there first"));
    }

    static EngineException unmakable(String path, String what, String remedy) {
        return new EngineException(Problem.of("CH-ENGINE-018", "cannot put \"" + path + "\" into the instance")
                .because(what + ", which LXD has no way to make")
                .remedy(remedy));
    }

    static EngineException managedFile(String path) {
        return new EngineException(Problem.of("CH-ENGINE-019", "cannot put \"" + path + "\" into the image")
                .because("the instance has one of its own mounted there")
                .remedy("leave it out of what is copied; the base's stays in the image"));
    }
}
