package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The one place that words what goes wrong on this machine. */
final class LocalProblems {

    private LocalProblems() {}

    static EngineException noPath(String given) {
        return new EngineException(Problem.of("CH-LOCAL-013", "not a folder of this machine: " + given)
                .remedy("give a path that begins with / or ."));
    }

    static EngineException missingProgram(String program) {
        return new EngineException(Problem.of("CH-LOCAL-001", "the engine local needs the program " + program)
                .because("it is in none of the folders in which a system has its programs")
                .remedy("install it: unshare, nsenter, setpriv and mount are of util-linux, env and cat of coreutils,"
                        + " tar is GNU tar"));
    }

    static EngineException program(String program, String why) {
        return new EngineException(Problem.of("CH-LOCAL-002", program + " has failed")
                .because(why.isBlank() ? "it has not said why" : why.strip())
                .remedy("see that it works in a shell of the same user"));
    }

    static EngineException store(String what, Path place, IOException cause) {
        return new EngineException(
                Problem.of("CH-LOCAL-003", "cannot " + what + " " + place)
                        .because(words(cause))
                        .remedy("see to its rights and to the room on its disk, or name another store by --endpoint or "
                                + LocalEndpoints.VARIABLE),
                cause);
    }

    static EngineException notOurs(Path root, String found) {
        return new EngineException(Problem.of("CH-LOCAL-004", root + " is not a store of this Chandler")
                .because("its format is \"" + found + "\", and should be \"" + StoreFolder.FORMAT + "\"")
                .remedy("name another folder by --endpoint or " + LocalEndpoints.VARIABLE));
    }

    static EngineException notEmpty(Path root) {
        return new EngineException(Problem.of("CH-LOCAL-040", root + " cannot become a store of Chandler")
                .because("it is no store, and something is in it: what is in a store and not needed is removed")
                .remedy("name an empty folder, or one that is not there, by --endpoint or " + LocalEndpoints.VARIABLE));
    }

    static EngineException anothers(Path root, String owner) {
        return new EngineException(Problem.of("CH-LOCAL-041", root + " is another user's")
                .because("its owner has the number " + owner + ", and a store belongs to one user")
                .remedy("name a folder of your own by --endpoint or " + LocalEndpoints.VARIABLE));
    }

    static EngineException noState(String id) {
        return new EngineException(Problem.of("CH-LOCAL-005", "the state " + id + " is not there any more")
                .because("somebody has removed it, or a layer of it, from the store")
                .remedy("build again: what is there of it is found anew"));
    }

    static EngineException cannot(String why, String remedy) {
        return new EngineException(Problem.of("CH-LOCAL-006", "the engine local cannot be used here")
                .because(why)
                .remedy(remedy));
    }

    static EngineException refused(String what, String why) {
        return new EngineException(Problem.of("CH-LOCAL-007", "cannot " + what)
                .because(why)
                .remedy("see whether this kernel lets root mount and make namespaces: in a container it may not"));
    }

    static EngineException gone(String what, String why) {
        return new EngineException(Problem.of("CH-LOCAL-008", "the instance has gone")
                .because(why.isEmpty() ? "it ended, or somebody has ended it: cannot " + what : why)
                .remedy("build again: it goes on from the last checkpoint"));
    }

    static EngineException files(String what, String why) {
        return new EngineException(Problem.of("CH-ENGINE-018", "cannot " + what).because(why));
    }

    static EngineException noToolbox(String digest) {
        return new EngineException(Problem.of("CH-LOCAL-010", "the toolbox " + digest + " is not there")
                .because("somebody has removed it from the store")
                .remedy("build again: it is made anew"));
    }

    static EngineException toolbox(Digest digest, IOException cause) {
        return new EngineException(
                Problem.of("CH-LOCAL-012", "cannot make the toolbox " + digest.shortHex())
                        .because(words(cause))
                        .remedy("see that the folder or archive that it is made of can be read"),
                cause);
    }

    static EngineException broken(String what, Exception cause) {
        return new EngineException(
                Problem.of("CH-LOCAL-011", "cannot " + what)
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("see that it is there and can be read"),
                cause);
    }

    /** What the system says of a file operation, without the path that is named already. */
    static String words(IOException cause) {
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return cause.getClass().getSimpleName().replaceFirst("Exception$", "") + ": " + cause.getMessage();
    }
}
