package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Communicator;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.TarOptions;
import dev.chandler.lib.files.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts files of the client into an instance.
 *
 * @param tree the files
 * @param owner who is to own all of them
 * @param mode the permissions, empty for the files' own
 */
record Placement(FileTree tree, Owner owner, OptionalInt mode) {

    /** By which an engine says that the files cannot go where they are to go: see {@link Communicator#put}. */
    private static final Set<String> REFUSED_TARGET = Set.of("CH-ENGINE-018", "CH-ENGINE-019");

    /**
     * Puts them.
     *
     * @param toLocation where the target was written
     * @param failure words what the client's files are to blame for
     */
    void at(
            CopyTarget target,
            Communicator communicator,
            Location toLocation,
            Function<FileTreeException, ProvisionException> failure)
            throws InterruptedException {
        boolean made = !owner.equals(Owner.ROOT) && isMissing(communicator, target);
        String where = made ? target.parent() : target.directory();
        TarOptions options =
                new TarOptions(made ? target.lastName() : "", target.name(), owner.uid(), owner.gid(), mode);
        try (TarStream tar = tree.tar(options)) {
            try {
                communicator.put(where, tar);
            } catch (EngineException e) {
                throw tar.failure().<RuntimeException>map(failure).orElseGet(() -> placed(e, toLocation));
            } catch (RuntimeException e) {
                throw tar.failure().<RuntimeException>map(failure).orElse(e);
            }
        }
    }

    /** What is wrong with the target is the step's failure, at the target's place. */
    static RuntimeException placed(EngineException refusal, Location toLocation) {
        return REFUSED_TARGET.contains(refusal.problems().get(0).code())
                ? new ProvisionException(refusal.problems().get(0).at(toLocation), refusal)
                : refusal;
    }

    /** A directory that is there keeps its owner; one that is made gets the one asked for, as all that is in it. */
    static boolean isMissing(Communicator communicator, CopyTarget target) throws InterruptedException {
        if (target.lastName().isEmpty()) {
            return false;
        }
        Optional<InputStream> there = communicator.get(target.directory());
        if (there.isEmpty()) {
            return true;
        }
        try {
            there.get().close();
        } catch (IOException e) {
            // It is there, and nobody wants to read it.
            return false;
        }
        return false;
    }
}
