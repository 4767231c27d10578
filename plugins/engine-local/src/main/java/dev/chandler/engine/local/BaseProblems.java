package dev.chandler.engine.local;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** The one place that words what goes wrong with bases and images. */
final class BaseProblems {

    private BaseProblems() {}

    static EngineException notFound(BaseReference reference, String why) {
        return new EngineException(Problem.of("CH-LOCAL-050", "base \"" + reference + "\" not found")
                .because(why)
                .remedy("check the name and the tag; an image of your own has to be built or pushed first"));
    }

    static EngineException unreachable(BaseReference reference, String registry, String why) {
        return new EngineException(Problem.of("CH-LOCAL-051", "cannot fetch base \"" + reference + "\"")
                .because(registry + ": " + why)
                .remedy("see that this machine reaches the registry, and that \"docker login " + registry
                        + "\" has been done where it wants that"));
    }

    static EngineException otherPlatform(BaseReference reference, Platform wanted, String why) {
        return new EngineException(Problem.of("CH-LOCAL-052", "there is no base \"" + reference + "\" for " + wanted)
                .because(why)
                .remedy("name another base or platform; an image of your own has to be built for it first"));
    }

    static EngineException unusable(BaseReference reference, String why) {
        return new EngineException(Problem.of("CH-LOCAL-053", "cannot use base \"" + reference + "\"")
                .because(why)
                .remedy("check the file that the manifest names as base, or how the image was made"));
    }

    static EngineException changed(BaseReference reference) {
        return new EngineException(Problem.of("CH-LOCAL-053", "cannot use base \"" + reference + "\"")
                .because("it has changed during the build")
                .remedy("build again, once whatever writes it has ended"));
    }

    static EngineException ambiguous(BaseReference reference, String why) {
        return new EngineException(Problem.of(
                        "CH-LOCAL-054", "it is not clear which image is the base \"" + reference + "\"")
                .because(why)
                .remedy("name one of them beside the file, image: NAME, or another platform by --platform OS/ARCH"));
    }

    static EngineException noImage(String image) {
        return new EngineException(Problem.of("CH-LOCAL-055", "the image " + image + " is not there any more")
                .because("somebody has removed it, or a layer of it, from the store")
                .remedy("build it again"));
    }

    static EngineException noName(String reference) {
        return new EngineException(Problem.of("CH-LOCAL-057", "an image cannot be called \"" + reference + "\"")
                .because("a name is [HOST[:PORT]/]PATH[:TAG], the path in lower case")
                .remedy("correct artifact.repo, artifact.tags or --tag"));
    }

    static EngineException notPacked(String layer, String why) {
        return new EngineException(Problem.of("CH-LOCAL-056", "cannot make an archive of the layer " + layer)
                .because(why)
                .remedy("where a file is to blame, have the build remove it; else see to the disk, and build again"));
    }

    /** What is wrong, for somebody who knows already with what. */
    static String words(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
