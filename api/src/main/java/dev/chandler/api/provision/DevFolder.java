package dev.chandler.api.provision;

import dev.chandler.api.engine.Mount;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.ProvisionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * A folder below {@code /dev} of an instance, for files that a command is to find and that are in no snapshot.
 *
 * <p>{@code /dev} is a file system of the instance's own. Root's shell puts the files there, each from its standard input, so
 * that nothing of them is in a list of processes: what the communicator puts would lie under that file system, and so
 * in the image. The instance, or its toolbox, has to have {@code sh}, {@code cat}, {@code mkdir}, {@code chmod},
 * {@code rm}, and {@code chown} where there is an owner; {@code /bin/sh} is the toolbox's where the base has none. Used by one thread; whoever makes it removes it.
 *
 * <pre>{@code
 * DevFolder folder = new DevFolder(context.communicator(), context::command, "chandler-script-1a2b", Optional.empty());
 * folder.put("setup.sh", 0755, command -> command.stdin(() -> content));
 * …
 * folder.remove();
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class DevFolder {

    /** Where an instance has its toolbox, if it has one, whose tools do what those of its own would. */
    public static final String TOOLBOX = Mount.Toolbox.FOLDER + "/chandler-tools";

    private static final Map<String, String> TOOLS = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:" + TOOLBOX + ":" + TOOLBOX + "/bin");

    private static final int WORDS_BYTES = 2000;

    private final Communicator communicator;
    private final Function<List<String>, Command.Builder> commands;
    private final String path;
    private final Optional<String> owner;
    private boolean made;

    /** Says that the instance's own tools could not do it. */
    public static final class NotPossible extends Exception {

        private static final long serialVersionUID = 1L;

        private NotPossible(int exitCode, String words) {
            super("exit status " + exitCode + (words.isEmpty() ? "" : "\n" + words));
        }
    }

    /**
     * Names a folder; nothing is made yet.
     *
     * @param communicator the way into the instance
     * @param commands starts a command in the step's surroundings
     * @param name no other's in the instance; the same each time, for commands can see it
     * @param owner {@code user[:group]}, who alone may read what is in it, and root; empty for everybody
     */
    public DevFolder(
            Communicator communicator,
            Function<List<String>, Command.Builder> commands,
            String name,
            Optional<String> owner) {
        this.communicator = communicator;
        this.commands = commands;
        this.path = "/dev/" + name;
        this.owner = owner;
    }

    /**
     * Where it is in the instance.
     *
     * @return an absolute path
     */
    public String path() {
        return path;
    }

    /**
     * Puts a file; the first takes the place of what may be left of a folder of that name.
     *
     * @param file its name
     * @param mode its permissions
     * @param input gives the content to a command as its standard input
     * @return how the command ended: well
     * @throws NotPossible if the instance lacks the tools, or room
     * @throws ProvisionException where the input fails
     * @throws InterruptedException if cancelled
     */
    public CommandResult put(String file, int mode, UnaryOperator<Command.Builder> input)
            throws NotPossible, InterruptedException {
        String place = quoted(path + "/" + file);
        String folder = quoted(path);
        StringBuilder text = new StringBuilder();
        if (!made) {
            // Closed before anything is in it.
            text.append("rm -rf ").append(folder).append("\nmkdir ").append(folder);
            text.append("\nchmod ").append(owner.isPresent() ? "700 " : "755 ").append(folder);
            text.append('\n');
        }
        text.append("cat >").append(place);
        text.append("\nchmod ").append(Integer.toOctalString(mode)).append(' ').append(place);
        owner.filter(user -> !user.isEmpty()).ifPresent(user -> {
            text.append("\nchown ").append(quoted(user)).append(' ').append(place);
            text.append("\nchown ").append(quoted(user)).append(' ').append(folder);
        });
        CommandResult result = asRoot(text.toString(), input);
        made = true;
        return result;
    }

    /**
     * Removes it with all that is in it; no error if it is not there.
     *
     * @throws NotPossible if it may still be there
     * @throws InterruptedException if cancelled
     */
    public void remove() throws NotPossible, InterruptedException {
        asRoot("rm -rf " + quoted(path), UnaryOperator.identity());
    }

    private CommandResult asRoot(String text, UnaryOperator<Command.Builder> input)
            throws NotPossible, InterruptedException {
        Command.Builder command = commands.apply(List.of("/bin/sh", "-ec", text))
                .env(TOOLS)
                .user("")
                .workdir("/");
        Words words = new Words();
        CommandResult result = communicator.run(input.apply(command).build(), words);
        if (!result.ok()) {
            throw new NotPossible(result.exitCode(), words.text());
        }
        return result;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static final class Words implements OutputSink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(Channel channel, byte[] chunk) {
            bytes.write(chunk, 0, Math.min(chunk.length, WORDS_BYTES - bytes.size()));
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
