package dev.chandler.engine.lxd;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.nio.file.Path;

/** The one place that words what goes wrong with images of LXD. */
final class ImageProblems {

    private ImageProblems() {}

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

    static EngineException otherPlatform(BaseReference reference, Platform wanted, Platform has) {
        return new EngineException(Problem.of("CH-ENGINE-080", "base \"" + reference + "\" cannot be had for " + wanted)
                .because("the image on LXD is for " + has)
                .remedy("name one that is for " + wanted + ", or leave out --platform"));
    }

    static EngineException option(String variable, String value, String wanted) {
        return new EngineException(Problem.of("CH-ENGINE-094", variable + " cannot be \"" + value + "\"")
                .because("it is " + wanted)
                .remedy("set it right, or unset it"));
    }

    static EngineException virtualMachine(BaseReference reference) {
        return new EngineException(Problem.of("CH-ENGINE-081", "cannot use base \"" + reference + "\"")
                .because("it is the image of a virtual machine, and builds run in containers")
                .remedy("name an image of the type CONTAINER: \"lxc image list\" shows it"));
    }

    static EngineException remoteProtocol(BaseReference reference, LxdRemotes.Remote remote) {
        return new EngineException(Problem.of("CH-ENGINE-082", "cannot fetch base \"" + reference + "\"")
                .because("the remote \"" + remote.name() + "\" speaks " + remote.protocol()
                        + ", and images are fetched from LXD servers and by simplestreams alone")
                .remedy("copy it: lxc image copy " + reference + " local: --copy-aliases, and name it by its alias"));
    }

    static EngineException imageServer(BaseReference reference, LxdRemotes.Remote remote, String why) {
        return new EngineException(Problem.of("CH-ENGINE-095", "cannot look for base \"" + reference + "\"")
                .because("the remote \"" + remote.name() + "\" at " + remote.address() + ": " + why)
                .remedy("look whether \"lxc image list " + remote.name()
                        + ":\" works, or name an image that is on LXD"));
    }

    static EngineException remotesFile(BaseReference reference, Path file, String why) {
        return new EngineException(Problem.of("CH-ENGINE-083", "cannot fetch base \"" + reference + "\"")
                .because(file + ": " + why)
                .remedy("correct the lxc client's file, or name an image that is on LXD already"));
    }
}
