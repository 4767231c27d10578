package dev.chandler.api.provision;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.OutputSink;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a running step is given. Made by Chandler alone; good until the step ends.
 *
 * <p>For the thread that runs the step, but for the {@link #communicator}, which takes several at once; output comes one
 * call at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StepContext {

    /**
     * The step's id, for messages.
     *
     * @return for example {@code install[2]}
     */
    String stepId();

    /**
     * The way into the instance.
     *
     * @return connected; not the step's to close
     */
    Communicator communicator();

    /**
     * Where the step's output goes.
     *
     * @return thread-safe
     */
    OutputSink output();

    /**
     * The step's working directory: the manifest's, else the base's, else {@code /}.
     *
     * @return an absolute path
     */
    String workdir();

    /**
     * Notes something from outside that the step has read, and that its result depends on; for steps that
     * {@linkplain PreparedStep#observes observe}. What is noted of a try that fails is forgotten.
     *
     * @param name how people know it, and {@link PreparedStep#observe} asks for it again: one line, such as {@code key
     *     app/port}; of the same name the last counts
     * @param answer the digest of what was read; the value itself is kept nowhere
     */
    void observed(String name, Digest answer);

    /**
     * A folder of the client for what the step needs only while it runs.
     *
     * <p>It is empty at first, nobody else's, and removed with all that is in it when the step's try ends, however that does;
     * after {@code kill -9} by {@code chandler reap}.
     *
     * @return the same each time; made when it is first asked for
     */
    StepFolder folder();

    /**
     * Starts a command in the step's surroundings: its environment, user, working directory and mark.
     *
     * @param argv the program and its arguments, at least one word
     * @return a builder
     */
    Command.Builder command(List<String> argv);
}
