package dev.chandler.cli.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.content.UnfitContentException;
import java.io.IOException;

/** The words for what can be wrong with a place that modules are had from. */
final class SourceProblems {

    private SourceProblems() {}

    static EngineException unfit(String source, UnfitContentException e) {
        return new EngineException(
                Problem.of("CH-MODULE-041", "what \"" + source + "\" has is not unpacked")
                        .because(e.getMessage())
                        .remedy(
                                "don't use it; ask whoever publishes it for one that \"chandler module pack\" has made"),
                e);
    }

    static EngineException otherDigest(String source, Digest wanted, Digest found) {
        return new EngineException(Problem.of("CH-MODULE-043", "\"" + source + "\" is not what it has to be")
                .because("its digest is " + found + ", and has to be " + wanted)
                .remedy("it was damaged, or changed by somebody: nothing of it was kept; ask whoever publishes it"));
    }

    /** Of a failure that a cancelled thread may have caused, that it was cancelled. */
    static EngineException unreachable(String source, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while asking for " + source);
        }
        return new EngineException(unreachable(source, String.valueOf(e.getMessage())), e);
    }

    static Problem unreachable(String source, String why) {
        return Problem.of("CH-MODULE-044", "cannot fetch \"" + source + "\"")
                .because(why)
                .remedy("see that it is there and that this machine reaches it; a registry may want \"docker login\""
                        + " first; what was fetched before is used with --offline");
    }

    static EngineException nothing(String source, String why) {
        return new EngineException(Problem.of("CH-MODULE-045", "there is no module at \"" + source + "\"")
                .because(why)
                .remedy("see whether the name is right, and whether it was pushed"));
    }

    static EngineException noArtifact(String source, String why) {
        return new EngineException(
                Problem.of("CH-MODULE-046", "what the registry has as \"" + source + "\" is no module")
                        .because(why)
                        .remedy("name another; modules are pushed by \"chandler module push\""));
    }

    static EngineException offline(String source) {
        return new EngineException(Problem.of("CH-MODULE-047", "\"" + source + "\" is not on this machine")
                .because("with --offline nothing is asked, and it is not in the cache of modules")
                .remedy("go without --offline once, or have it in a folder: chandler module pull --to DIR"));
    }
}
