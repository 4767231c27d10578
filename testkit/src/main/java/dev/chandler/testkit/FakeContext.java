package dev.chandler.testkit;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.Communicator;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.provision.StepFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * What a running step is given, for tests: step {@code install[0]}, run as root.
 *
 * @param communicator the way into the instance
 * @param output keeps what the step writes
 * @param env the step's environment
 * @param workdir the step's working directory
 * @param observed what the step has noted, filled by it
 * @param folders gives the step's own
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FakeContext(
        Communicator communicator,
        RecordedOutput output,
        Map<String, String> env,
        String workdir,
        Map<String, Digest> observed,
        Supplier<StepFolder> folders)
        implements StepContext {

    /**
     * A context in which nothing has been noted yet.
     *
     * @param communicator the way into the instance
     * @param output takes what is written
     * @param env the step's environment
     * @param workdir the step's working directory
     */
    public FakeContext(Communicator communicator, RecordedOutput output, Map<String, String> env, String workdir) {
        this(communicator, output, env, workdir, new ConcurrentHashMap<>(), () -> {
            throw new IllegalStateException("a step that wants a folder is given one, by with()");
        });
    }

    /**
     * A context with an empty environment, in {@code /}.
     *
     * @param communicator the way into the instance
     */
    public FakeContext(Communicator communicator) {
        this(communicator, new RecordedOutput(), Map.of(), "/");
    }

    /**
     * The same for a step that wants a folder of its own.
     *
     * @param path an empty folder on the client, which the test removes
     * @return another context
     */
    public FakeContext with(Path path) {
        return new FakeContext(
                communicator, output, env, workdir, observed, () -> new StepFolder(path, Optional.empty()));
    }

    @Override
    public StepFolder folder() {
        return folders.get();
    }

    @Override
    public String stepId() {
        return "install[0]";
    }

    @Override
    public void observed(String name, Digest answer) {
        observed.put(name, answer);
    }

    @Override
    public Command.Builder command(List<String> argv) {
        return Command.of(argv).env(env).workdir(workdir);
    }
}
