package dev.chandler.cli.command;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.transfer.RegistryPlace;
import dev.chandler.cli.transfer.StatePlace;
import dev.chandler.core.output.ImageReference;
import dev.chandler.core.transfer.StateImport;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.oci.IncompleteImageException;
import dev.chandler.lib.oci.UnreadableImageException;
import dev.chandler.lib.registry.PullTerms;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Places of states as the command line names them, and the words for what goes wrong there. */
final class StatePlaces {

    /** A registry keeps a large blob before it answers. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private StatePlaces() {}

    static StatePlace read(String text, Console console, Set<String> insecure, CommandLine command) {
        DockerConfig config = DockerConfig.of(console.environment());
        PullTerms terms = new PullTerms(insecure, SILENCE, Duration.ZERO);
        return StatePlace.of(
                        text,
                        console.workingDirectory(),
                        name -> ImageReference.tagged(name).map(tagged -> new RegistryPlace(tagged, config, terms)))
                .orElseThrow(() -> new ParameterException(
                        command,
                        "\"" + text + "\" is no place for states: oci:FOLDER, oci-archive:FILE or registry:NAME"));
    }

    static String count(int states) {
        return states + (states == 1 ? " state" : " states");
    }

    /** Asked before anything is fetched; there are no signatures of states. */
    static void requireTrusted(String place, StatePlace source, TrustPolicy policy) {
        policy.check("states", source.source(), new byte[0], Optional.empty())
                .refusal()
                .ifPresent(refusal -> {
                    throw new CacheException(Problem.of("CH-CACHE-018", "states from \"" + place + "\" are not trusted")
                            .because("the trust policy does not let in what comes from \"" + source.source()
                                    + "\" without a signature, and states have none")
                            .remedy("allow \"" + source.source()
                                    + "\" under \"unsigned:\", if you trust whoever writes there"));
                });
    }

    static RuntimeException notWritten(String place, IOException e) throws InterruptedException {
        requireNotInterrupted(place);
        if (e instanceof IncompleteImageException) {
            return new EngineException(
                    Problem.of("CH-OUTPUT-016", "cannot export states to \"" + place + "\"")
                            .because("the engine did not give the whole state: " + e.getMessage())
                            .remedy("try again; if it stays so, look at the engine's log"),
                    e);
        }
        return new CacheException(
                Problem.of("CH-CACHE-016", "cannot export states to \"" + place + "\"")
                        .because(e.toString())
                        .remedy("make room, or name another place; what was exported there before is still whole"),
                e);
    }

    static RuntimeException notRead(String place, IOException e) throws InterruptedException {
        requireNotInterrupted(place);
        if (e instanceof UnreadableImageException) {
            return StateImport.damaged(place, e);
        }
        return new CacheException(
                Problem.of("CH-CACHE-017", "cannot get states from \"" + place + "\"")
                        .because(String.valueOf(e.getMessage()))
                        .remedy("look at the place and the way there; nothing of it was kept"),
                e);
    }

    private static void requireNotInterrupted(String place) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while carrying states of " + place);
        }
    }
}
