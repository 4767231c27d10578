package dev.chandler.api.provision;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ProvisionException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A step whose settings are known to be right.
 *
 * <p>Immutable; {@link #run} may be called several times, for retries.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PreparedStep {

    /**
     * The step in one line, for people.
     *
     * @return for example the command, its first line
     */
    String title();

    /**
     * Whether the step starts processes in the instance; putting and getting files does not.
     *
     * @return false if a base without a shell will do
     */
    default boolean runsCommands() {
        return true;
    }

    /**
     * Whether the step may change the instance. One that only takes something out of it is in no key and has no checkpoint:
     * it runs in each build, on the state that the steps before it have left, which may be one that was kept.
     *
     * @return false if the instance's files are the same afterwards
     */
    default boolean changesState() {
        return true;
    }

    /**
     * Looks whether the client has what the step will need; called once, before a build starts anything.
     *
     * @throws EngineException if something of the surroundings has to be put right first
     */
    default void requireReady() {}

    /**
     * Where the step puts files by the communicator: what lands in a mount would not be in the image, and is refused.
     *
     * @param workdir what relative targets are below, absolute
     * @return absolute paths, of all files or of what is above them
     */
    default List<String> puts(String workdir) {
        return List.of();
    }

    /**
     * Gives everything that the step's result depends on: its settings, and the content, names and modes of the files
     * it takes; the shell too if it uses it. Environment, user and workdir are Chandler's to add.
     *
     * <p>Digesting files may take long: an interrupt ends it.
     *
     * @param key takes the fields
     * @throws InterruptedException if cancelled
     */
    void describe(KeyBuilder key) throws InterruptedException;

    /**
     * Does the work.
     *
     * @param context the instance, the output, and the commands' surroundings
     * @throws ProvisionException if the step failed
     * @throws InterruptedException if cancelled or out of time
     */
    void run(StepContext context) throws InterruptedException;
}
