package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.lib.unixhttp.ConnectionWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The one place that words what goes wrong with a Docker daemon. */
final class DockerProblems {

    private DockerProblems() {}

    static EngineException noAddress(Endpoint endpoint) {
        return new EngineException(Problem.of("CH-ENGINE-010", "not an address of a Docker daemon: " + endpoint)
                .remedy("give one like unix:///var/run/docker.sock, tcp://HOST:2376, ssh://USER@HOST or context:NAME"));
    }

    static EngineException noContext(Endpoint endpoint, Optional<Path> folder) {
        return new EngineException(Problem.of("CH-ENGINE-010", "there is no docker context for " + endpoint)
                .because("looked in "
                        + folder.map(Path::toString).orElse("no folder, since neither HOME nor DOCKER_CONFIG is set"))
                .remedy("\"docker context ls\" lists them"));
    }

    static EngineException unsupported(Endpoint endpoint) {
        return new EngineException(Problem.of("CH-ENGINE-010", "cannot use the Docker endpoint " + endpoint)
                .because("only unix://, tcp:// and ssh:// can be used")
                .remedy("give another address with --endpoint or DOCKER_HOST"));
    }

    /** Somebody on the way, such as ssh, may know better why. */
    static EngineException unreachable(Endpoint endpoint, IOException cause, String onTheWay) {
        String why = words(cause, onTheWay);
        return new EngineException(
                Problem.of("CH-ENGINE-011", "cannot reach Docker at " + endpoint)
                        .because(why)
                        .remedy(connectRemedy(why)),
                cause);
    }

    private static String connectRemedy(String words) {
        if (words.equals("Permission denied")) {
            return "add your user to the group that owns the socket (usually \"docker\") and log in again, or run as root";
        }
        if (words.contains("Permission denied (")) {
            return "see that ssh reaches the machine: ssh HOST docker version";
        }
        if (words.contains("within")) {
            return "the daemon is there but hangs: look at its log, or restart it";
        }
        return "start the daemon, or give another address with --endpoint or DOCKER_HOST";
    }

    static EngineException noSilence(String given) {
        return new EngineException(
                Problem.of("CH-ENGINE-050", Silence.VARIABLE + " is no number of seconds: \"" + given + "\"")
                        .because("how long a Docker daemon may be silent is 1 to 99999 seconds; "
                                + Silence.USUAL.limit().toSeconds() + " where nothing is set")
                        .remedy("set it right, or unset it"));
    }

    static EngineException notDocker(Endpoint endpoint, String why) {
        return new EngineException(Problem.of("CH-ENGINE-011", "no Docker daemon answers at " + endpoint)
                .because(why)
                .remedy("give the daemon's address with --endpoint or DOCKER_HOST"));
    }

    static EngineException wrongApi(Endpoint endpoint, String why, String remedy) {
        return new EngineException(Problem.of("CH-ENGINE-012", "cannot talk to the Docker daemon at " + endpoint)
                .because(why)
                .remedy(remedy));
    }

    static EngineException baseNotFound(BaseReference reference, String why) {
        return new EngineException(Problem.of("CH-ENGINE-013", "base \"" + reference + "\" not found")
                .because(why)
                .remedy("check the name and the tag; an image of your own has to be built or loaded first"));
    }

    static EngineException otherPlatform(BaseReference reference, Platform wanted, String why) {
        return new EngineException(Problem.of("CH-ENGINE-040", "there is no base \"" + reference + "\" for " + wanted)
                .because(why)
                .remedy("name another base or platform; an image of your own has to be built for it first"));
    }

    /** Only where nobody but the processor refuses: files can be copied for any platform. */
    static EngineException foreign(Base base, Platform own, EngineException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-041", "cannot run programs for " + base.platform() + " on the daemon's " + own)
                        .because("exec format error, or the like: /bin/sh of base \"" + base.reference()
                                + "\" did not start")
                        .remedy("have the daemon's machine run them by QEMU (packages qemu-user-static and"
                                + " binfmt-support there); steps that only copy files work without"),
                cause);
    }

    static EngineException baseFile(BaseReference reference, String why) {
        return new EngineException(Problem.of("CH-ENGINE-013", "cannot use base \"" + reference + "\"")
                .because(why)
                .remedy("check the file that the manifest names as base"));
    }

    static EngineException baseAmbiguous(BaseReference.Stored reference, String why) {
        return new EngineException(Problem.of(
                        "CH-ENGINE-093", "it is not clear which image is the base \"" + reference + "\"")
                .because(why)
                .remedy("name one of them beside the file, image: NAME, or another platform by --platform OS/ARCH"));
    }

    static EngineException baseChanged(BaseReference reference) {
        return new EngineException(Problem.of("CH-ENGINE-013", "cannot use base \"" + reference + "\"")
                .because("it has changed during the build")
                .remedy("build again, once whatever writes it has ended"));
    }

    static EngineException noShell(String base, String shell, String words) {
        return new EngineException(Problem.of(
                        "CH-ENGINE-014", "base \"" + base + "\" has no " + shell + ", so no command can run in it")
                .because(words)
                .remedy("name a toolbox: with a static sh, or use a base with a shell; steps that only copy files"
                        + " work without one"));
    }

    static EngineException noToolbox(Digest digest) {
        return new EngineException(Problem.of("CH-ENGINE-060", "the toolbox " + digest.shortHex() + " is not there")
                .because("the daemon has no volume " + ToolboxVolumes.files(digest)
                        + " that is whole; somebody has removed it during the build")
                .remedy("build again, which makes it again"));
    }

    static EngineException linkStays(String link) {
        return new EngineException(
                Problem.of("CH-TOOLBOX-011", "cannot take the link " + link + " to the tools out of the instance")
                        .because("neither the instance nor the toolbox has a program rm any more that does it")
                        .remedy("put a static busybox into the toolbox, or have the step that removes rm take out "
                                + link + " first"));
    }

    static EngineException toolboxContent(Digest digest, IOException cause) {
        return new EngineException(
                Problem.of("CH-ENGINE-061", "cannot read what toolbox " + digest.shortHex() + " is to have")
                        .because(ConnectionWords.of(cause))
                        .remedy("check the folder, archive or image that the manifest names as toolbox"),
                cause);
    }

    static EngineException toolboxInTheWay(Digest digest) {
        return new EngineException(Problem.of("CH-ENGINE-062", "cannot make the toolbox " + digest.shortHex())
                .because("volume " + ToolboxVolumes.files(digest)
                        + " is there and not whole, and a container has it mounted")
                .remedy("\"docker ps -a --filter volume=" + ToolboxVolumes.files(digest)
                        + "\" lists who; build again when that is gone"));
    }

    /** The connection broke, or the daemon stopped answering, after it had worked. */
    static EngineException gone(Endpoint endpoint, IOException cause, String onTheWay) {
        return new EngineException(
                Problem.of("CH-ENGINE-015", "lost the Docker daemon at " + endpoint)
                        .because(words(cause, onTheWay))
                        .remedy("see whether it still runs; a new build goes on from the last checkpoint"),
                cause);
    }

    static EngineException instanceGone(String name, String why) {
        return new EngineException(Problem.of("CH-ENGINE-016", "the container " + name + " is gone")
                .because(why)
                .remedy("see the daemon's log for who removed or killed it, then build again"));
    }

    static EngineException refused(String what, String words) {
        if (words.contains("cannot overwrite ")) {
            // A file over a directory, or the other way round: the fault of what was asked for.
            return new EngineException(Problem.of("CH-ENGINE-018", what)
                    .because(words)
                    .remedy("choose another target, or remove it first"));
        }
        Problem problem = Problem.of("CH-ENGINE-017", what).because(words);
        boolean full = words.toLowerCase(Locale.ROOT).contains("no space left");
        return new EngineException(
                full
                        ? problem.remedy(
                                "free disk space on the daemon's machine, for example by \"chandler cache prune --unused-for 7d\""
                                        + " or \"docker system prune\"")
                        : problem.remedy("what it says is the daemon's own; its log may say more"));
    }

    static EngineException noNetwork(String name, String words) {
        return new EngineException(Problem.of("CH-ENGINE-030", "there is no network \"" + name + "\"")
                .because(words)
                .remedy("\"docker network ls\" lists those that there are; \"docker network create\" makes one"));
    }

    static EngineException notDirectory(String path, String instance) {
        return new EngineException(
                Problem.of("CH-ENGINE-018", "\"" + path + "\" in " + instance + " is not a directory")
                        .remedy("choose another target, or remove the file first"));
    }

    static EngineException managedFile(String path) {
        return new EngineException(Problem.of("CH-ENGINE-019", "cannot put \"" + path + "\" into the image")
                .because("Docker mounts one of its own there in every container")
                .remedy("leave it out of what is copied; the base's stays in the image"));
    }

    /** What is heard on the way may be the reason, or only a warning. */
    private static String words(IOException cause, String onTheWay) {
        return onTheWay.isEmpty() ? ConnectionWords.of(cause) : onTheWay + " (" + ConnectionWords.of(cause) + ")";
    }
}
