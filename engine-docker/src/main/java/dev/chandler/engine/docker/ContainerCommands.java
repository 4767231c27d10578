package dev.chandler.engine.docker;

import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.engine.docker.DockerDriver.ExecPlan;
import dev.chandler.engine.docker.DockerDriver.ExecState;
import dev.chandler.engine.docker.DockerDriver.OutputStreaming;
import dev.chandler.lib.engine.OtherUsers;
import dev.chandler.lib.engine.Shield;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs commands in a container, and ends them. Thread-safe. */
final class ContainerCommands {

    /** The variable in which a command's processes carry its mark. */
    private static final String MARK = "CHANDLER_STEP";

    private static final Pattern MARK_FORM = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Duration OVER = Duration.ofSeconds(20);
    private static final long LAST_WORDS_MILLIS = 200;

    private final DockerDriver driver;
    private final String container;
    private final Product product;
    private final Set<String> containerEnv;
    private final @Nullable FirstProcess first;
    private final boolean mayKill;

    /**
     * Makes them for one container.
     *
     * @param product whose daemon it is
     * @param containerEnv the names in the environment that the daemon would give to every command
     * @param first null if the container does not run
     * @param mayKill whether root in the container can end processes of other users
     */
    ContainerCommands(
            DockerDriver driver,
            String container,
            Product product,
            Set<String> containerEnv,
            @Nullable FirstProcess first,
            boolean mayKill) {
        this.driver = driver;
        this.container = container;
        this.product = product;
        this.containerEnv = Set.copyOf(containerEnv);
        this.first = first;
        this.mayKill = mayKill;
    }

    CommandResult run(Command command, OutputSink output) throws InterruptedException {
        command.mark().ifPresent(ContainerCommands::check);
        OptionalInt exitCode = runByFirst(command, output);
        return exitCode.isPresent() ? new CommandResult(exitCode.getAsInt()) : exec(command, output);
    }

    /**
     * Has the first process run it, where it can.
     *
     * @return the exit code; empty where it has not
     */
    private OptionalInt runByFirst(Command command, OutputSink output) throws InterruptedException {
        // Where root cannot end what others have, the first process cannot tell either whether it is alone.
        Optional<String> words =
                first == null || !mayKill ? Optional.empty() : OwnCommand.words(command, first.shell());
        if (first == null || words.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return first.run(words.get(), output);
        } catch (InterruptedException e) {
            whileInterrupted(e, () -> {
                end(Optional.empty(), FirstProcess.SHORT_ANSWER);
                first.awaitLastWords(LAST_WORDS_MILLIS);
            });
            throw e;
        }
    }

    /** What the caller is to learn of is the interrupt. */
    private static void whileInterrupted(InterruptedException interrupt, Shield.Work work) {
        try {
            Shield.always(work);
        } catch (RuntimeException failure) {
            interrupt.addSuppressed(failure);
        }
    }

    private CommandResult exec(Command command, OutputSink output) throws InterruptedException {
        String exec = driver.createExec(container, plan(command)).orElseThrow(this::gone);
        Runnable ending = () -> Shield.always(() -> endUntilOver(exec, command.mark()));
        Optional<CommandInput> stdin = command.stdin().map(open -> new CommandInput(open.get(), ending));
        ExecOutput watched = new ExecOutput(output);
        try {
            ExecState state;
            try (OutputStreaming streaming = driver.startExec(exec, stdin.map(InputStream.class::cast), watched)) {
                state = awaitEnd(streaming, exec, command.mark(), stdin);
            }
            return result(command, state, watched, output);
        } catch (EngineException e) {
            return told(NotStarted.ofRefusal(command, e).orElseThrow(() -> e), output);
        } finally {
            stdin.ifPresent(ContainerCommands::close);
            watched.release();
        }
    }

    private static CommandResult result(Command command, ExecState state, ExecOutput watched, OutputSink output) {
        if (state.started() || state.exitCode() < 126) {
            return new CommandResult(state.exitCode());
        }
        return told(NotStarted.of(command, watched.reason()), output);
    }

    private static CommandResult told(NotStarted reason, OutputSink output) {
        output.write(Channel.STDERR, (reason.line() + "\n").getBytes(StandardCharsets.UTF_8));
        return new CommandResult(reason.exitCode());
    }

    private ExecPlan plan(Command command) {
        List<String> unwanted = containerEnv.stream()
                .filter(name -> !command.env().containsKey(name))
                .sorted()
                .toList();
        List<String> env = new ArrayList<>();
        for (Map.Entry<String, String> variable : command.env().entrySet()) {
            env.add(variable.getKey() + "=" + variable.getValue());
        }
        command.mark().ifPresent(mark -> env.add(MARK + "=" + mark));
        // With a group in it, root would lose those that the image puts it in.
        String user = command.user().isEmpty() ? "0" : command.user();
        boolean stdin = command.stdin().isPresent();
        return product.without(shell(), unwanted, new ExecPlan(command.argv(), env, user, command.workdir(), stdin));
    }

    private String shell() {
        return first == null ? InstanceSpec.SHELL : first.shell();
    }

    private ExecState awaitEnd(
            OutputStreaming streaming, String exec, Optional<String> mark, Optional<CommandInput> stdin)
            throws InterruptedException {
        try {
            awaitOutput(streaming, stdin);
            return ended(exec);
        } catch (InterruptedException e) {
            whileInterrupted(e, () -> {
                endUntilOver(exec, mark);
                // What it wrote last is on its way.
                streaming.await(LAST_WORDS_MILLIS);
            });
            throw e;
        }
    }

    /** To its end; where the command was ended because its input failed, that is why. */
    private static void awaitOutput(OutputStreaming streaming, Optional<CommandInput> stdin)
            throws InterruptedException {
        EngineException lost = null;
        try {
            streaming.await();
        } catch (EngineException e) {
            lost = e;
        }
        Optional<RuntimeException> failure = stdin.flatMap(CommandInput::failure);
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (lost != null) {
            throw lost;
        }
    }

    /** Again and again: the command may be about to start when the first word comes. */
    private void endUntilOver(String exec, Optional<String> mark) throws InterruptedException {
        long end = System.nanoTime() + OVER.toNanos();
        for (long pause = 5; System.nanoTime() < end; pause = Math.min(2 * pause, 200)) {
            end(mark, FirstProcess.SHORT_ANSWER);
            boolean over = driver.execState(exec).map(state -> !state.running()).orElse(true);
            if (over) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        throw DockerProblems.refused(
                "cannot end a command in container " + container,
                "it still runs after " + OVER.toSeconds() + " s, or has not started by then");
    }

    /** It is part of a line that the first process reads. */
    private static void check(String mark) {
        if (!MARK_FORM.matcher(mark).matches()) {
            throw new IllegalArgumentException("not a mark: \"" + mark + "\"");
        }
    }

    /** Ends processes with the mark, or all of them; nothing to do where nothing runs. */
    void end(Optional<String> mark) throws InterruptedException {
        end(mark, FirstProcess.ANSWER);
    }

    private void end(Optional<String> mark, Duration answer) throws InterruptedException {
        mark.ifPresent(ContainerCommands::check);
        if (first != null) {
            OtherUsers others = new OtherUsers(new AsUser(answer), "container " + container);
            if (!mayKill && mark.isEmpty()) {
                // Before the first process is asked, which would wait for what it cannot end.
                others.end();
            }
            List<String> users = first.end(mark, answer);
            if (!users.isEmpty()) {
                others.end(users, mark.orElseThrow());
            }
        }
    }

    /** Runs lines of shell as a user. */
    private final class AsUser implements OtherUsers.Instance {

        private final Duration answer;

        AsUser(Duration answer) {
            this.answer = answer;
        }

        @Override
        public OtherUsers.Ran run(String user, String script, List<String> args) throws InterruptedException {
            List<String> argv = new ArrayList<>(List.of(shell(), "-c", script, "sh"));
            argv.addAll(args);
            String exec = driver.createExec(container, new ExecPlan(argv, List.of(), user, "/", false))
                    .orElseThrow(ContainerCommands.this::gone);
            StringBuilder said = new StringBuilder();
            OutputSink listener = (channel, chunk) -> said.append(new String(chunk, StandardCharsets.UTF_8));
            try (OutputStreaming streaming = driver.startExec(exec, Optional.empty(), listener)) {
                streaming.await();
            }
            return new OtherUsers.Ran(ended(exec).exitCode(), said.toString());
        }

        @Override
        public void reap() throws InterruptedException {
            if (first != null) {
                first.reap(answer);
            }
        }
    }

    /** The stream ends a moment before the daemon knows how. */
    private ExecState ended(String exec) throws InterruptedException {
        for (long pause = 1; ; pause = Math.min(2 * pause, 200)) {
            ExecState state = driver.execState(exec).orElseThrow(this::gone);
            if (!state.running()) {
                return state;
            }
            if (!driver.isRunning(container)) {
                throw gone();
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private EngineException gone() {
        return DockerProblems.instanceGone(container, "it no longer runs");
    }

    private static void close(InputStream stdin) {
        try {
            stdin.close();
        } catch (IOException e) {
            // The command is over: nobody reads on.
        }
    }
}
