package dev.chandler.api.provision;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ProvisionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A step whose settings are known to be right.
 *
 * <p>Immutable; {@link #run} may be called several times, for retries. What only asks ({@link #title}, {@link #describe},
 * {@link #observe} and so on) is called while planning, also where nothing is going to run; {@link #requireReady} once
 * where a build will start something; {@link #run} only where the step is not found in the cache. Calls for one step come
 * one at a time, not all from one thread; those for other steps, also of the same provisioner, may come beside them.
 * Nothing has to be closed: what {@link #run} acquires it releases before it ends.
 *
 * <pre>{@code
 * record MotdStep(String text) implements PreparedStep {
 *     public String title() { return "motd"; }
 *     public void describe(KeyBuilder key) { key.field("text", text); }
 *     public void run(StepContext context) throws InterruptedException {
 *         Command write = context.command(List.of("/bin/sh", "-c", "cat > /etc/motd"))
 *                 .stdin(() -> new ByteArrayInputStream(text.getBytes(UTF_8)))
 *                 .build();
 *         if (!context.communicator().run(write, context.output()).ok()) {
 *             throw new ProvisionException(Problem.of("MOTD-001", "the message could not be written"));
 *         }
 *     }
 * }
 * }</pre>
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
     * Whether commands of the step want to find {@link StepContext#folder} in the instance; for steps that
     * {@linkplain #runsCommands run commands}. Not every engine can have it there: what the step does then is its own matter.
     *
     * @return true if the folder is for the instance, too
     */
    default boolean sharesFolder() {
        return false;
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
     * Why it cannot be said yet what the step's result depends on: it is planned as one that has to run then, and
     * {@link #describe} is not called.
     *
     * @return such as {@code not known until build api has run}; empty where it can be said, which it can where a build runs it
     */
    default Optional<String> unknown() {
        return Optional.empty();
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
     * Where a file of the client is whose content {@link #describe} gave the digest of: what {@code chandler why} names it
     * by, and reads to show which lines have changed. Chandler reads small texts alone, and only those that still have that
     * digest.
     *
     * @param field the field's name
     * @param entry the entry of the field, where that is a map; empty where it is not
     * @return its path; empty for what is no file, or none to be shown
     */
    default Optional<Path> file(String field, String entry) {
        return Optional.empty();
    }

    /**
     * Whether the step's result depends on something outside of the manifest, the files it takes and the instance, such as
     * values that a server has. Such a step says what it has read, by {@link StepContext#observed}, and is asked in the
     * next build whether that is still so, by {@link #observe}.
     *
     * @return false if everything is in {@link #describe}
     */
    default boolean observes() {
        return false;
    }

    /**
     * Asks again for what the step has read when it last ran with the same settings; called while planning, of steps that
     * {@linkplain #observes observe}.
     *
     * @param names what was given to {@link StepContext#observed}, in the order in which it was
     * @return the digest of what each has by now; one that is missing has nothing that the step would go on with, and is to
     *     be found out by running it
     * @throws EngineException if it cannot be asked, with the reason
     * @throws InterruptedException if cancelled
     */
    default Map<String, Digest> observe(List<String> names) throws InterruptedException {
        return Map.of();
    }

    /**
     * Does the work.
     *
     * @param context the instance, the output, and the commands' surroundings
     * @throws ProvisionException if the step failed
     * @throws InterruptedException if cancelled or out of time
     */
    void run(StepContext context) throws InterruptedException;
}
