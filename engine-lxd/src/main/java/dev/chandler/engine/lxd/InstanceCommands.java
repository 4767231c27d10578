package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.lib.engine.OtherUsers;
import dev.chandler.lib.engine.Shield;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Runs commands in an instance, and ends them. Thread-safe. */
final class InstanceCommands {

    /** The variable in which a command's processes carry its mark. */
    private static final String MARK = "CHANDLER_STEP";

    private static final Pattern MARK_FORM = Pattern.compile("[A-Za-z0-9._-]+");

    /** What the daemon adds to a command's environment where it is not given. */
    private static final List<String> ADDED = List.of("PATH", "HOME", "USER", "LANG", "TERM", "container");

    private static final Duration OVER = Duration.ofSeconds(20);
    private static final long LAST_WORDS_MILLIS = 200;
    private static final int NOT_STARTED = 126;
    private static final String SCRIPT = Scripts.read("run.sh");

    private final LxdHttp http;
    private final String instance;
    private final Lease lease;
    private final InstanceFiles files;
    private final Users users;
    private final boolean mayKill;

    /**
     * Makes them for one instance.
     *
     * @param mayKill whether root in it can end processes of other users
     */
    InstanceCommands(LxdHttp http, String instance, Lease lease, InstanceFiles files, boolean mayKill) {
        this.http = http;
        this.instance = instance;
        this.lease = lease;
        this.files = files;
        this.users = new Users(files);
        this.mayKill = mayKill;
    }

    CommandResult run(Command command, OutputSink output) throws InterruptedException {
        command.mark().ifPresent(InstanceCommands::check);
        Users.Identity identity;
        try {
            identity = users.find(command.user());
        } catch (Users.UnknownException e) {
            return told(NOT_STARTED, e.reason(), output);
        }
        AtomicBoolean complained = new AtomicBoolean();
        OutputSink watched = (channel, chunk) -> {
            complained.compareAndSet(false, channel == Channel.STDERR);
            output.write(channel, chunk);
        };
        EndMark end = new EndMark();
        try (Exec exec = Exec.start(http, instance, plan(command, identity, end), end, watched)) {
            Optional<CommandInput> stdin = input(command, exec);
            try {
                OptionalInt status = awaitEnd(exec, command.mark(), stdin);
                return status.isPresent()
                        ? new CommandResult(status.getAsInt())
                        : result(exec.outcome(), complained.get(), output);
            } finally {
                stdin.ifPresent(CommandInput::close);
            }
        }
    }

    private Optional<CommandInput> input(Command command, Exec exec) {
        if (command.stdin().isPresent()) {
            Runnable ending = () -> Shield.always(() -> endUntilOver(exec, command.mark()));
            return Optional.of(CommandInput.feed(command.stdin().get().get(), exec, ending));
        }
        exec.endInput();
        return Optional.empty();
    }

    /** By a shell: only so is known when it has ended, and can be taken away what the daemon adds to the environment. */
    private Exec.Plan plan(Command command, Users.Identity identity, EndMark end) {
        Map<String, String> env = new LinkedHashMap<>(command.env());
        command.mark().ifPresent(mark -> env.put(MARK, mark));
        List<String> argv = new ArrayList<>(List.of(lease.shell(), "-c", SCRIPT, "sh", end.name(), command.workdir()));
        argv.add(env.containsKey("HOME") ? "-" : Long.toString(identity.uid()));
        ADDED.stream().filter(name -> !env.containsKey(name)).forEach(argv::add);
        argv.add("--");
        argv.addAll(command.argv());
        return new Exec.Plan(argv, env, identity.uid(), identity.gid());
    }

    /**
     * Of a shell that has not said how its command ended: it was killed, has found no way to its command, or could not be started.
     * The daemon takes 126 and 127 for its own failure to start a shell, whoever ended with them; where it was the shell, that has said why.
     */
    private CommandResult result(Operations.Outcome outcome, boolean complained, OutputSink output)
            throws InterruptedException {
        int code = code(outcome);
        boolean known = code >= 0 && code <= 255;
        if (known && (outcome.ok() || complained)) {
            return new CommandResult(code);
        }
        requireRunning(outcome.words());
        if (known && files.isThere(lease.shell())) {
            return new CommandResult(code);
        }
        return told(known ? code : NOT_STARTED, lease.shell() + ": " + outcome.words(), output);
    }

    private static int code(Operations.Outcome outcome) {
        JsonObject metadata = outcome.metadata();
        return metadata.has("return") ? metadata.get("return").getAsInt() : -1;
    }

    private static CommandResult told(int code, String reason, OutputSink output) {
        output.write(Channel.STDERR, (reason + "\n").getBytes(StandardCharsets.UTF_8));
        return new CommandResult(code);
    }

    private void requireRunning(String words) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", instance));
        if (!Json.text(answer.object(), "status").equals("Running")) {
            throw LxdProblems.instanceGone(instance, words);
        }
    }

    private OptionalInt awaitEnd(Exec exec, Optional<String> mark, Optional<CommandInput> stdin)
            throws InterruptedException {
        try {
            OptionalInt status = exec.await();
            Optional<RuntimeException> failure = stdin.flatMap(CommandInput::failure);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return status;
        } catch (InterruptedException e) {
            try {
                Shield.always(() -> endUntilOver(exec, mark));
            } catch (RuntimeException failure) {
                // What the caller is to learn of is the interrupt.
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Again and again: the command may be about to start when the first word comes. */
    private void endUntilOver(Exec exec, Optional<String> mark) throws InterruptedException {
        long end = System.nanoTime() + OVER.toNanos();
        for (long pause = 5; System.nanoTime() < end; pause = Math.min(2 * pause, 200)) {
            end(mark, Lease.SHORT_ANSWER);
            if (exec.hasEnded()) {
                // What it wrote last is on its way.
                exec.awaitOutput(LAST_WORDS_MILLIS);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        throw LxdProblems.refused(
                "cannot end a command in instance " + instance,
                "it still runs after " + OVER.toSeconds() + " s, or has not started by then");
    }

    /** It is part of a line that the lease reads. */
    private static void check(String mark) {
        if (!MARK_FORM.matcher(mark).matches()) {
            throw new IllegalArgumentException("not a mark: \"" + mark + "\"");
        }
    }

    /** Ends processes with the mark, or all of them. */
    void end(Optional<String> mark) throws InterruptedException {
        mark.ifPresent(InstanceCommands::check);
        end(mark, Lease.ANSWER);
    }

    private void end(Optional<String> mark, Duration answer) throws InterruptedException {
        lease.end(mark, answer);
        if (!mayKill) {
            OtherUsers others = new OtherUsers(new AsUser(answer), "instance " + instance);
            if (mark.isPresent()) {
                others.end(others.users(), mark.get());
            } else {
                others.end();
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
            List<String> argv = new ArrayList<>(List.of(lease.shell(), "-c", script, "sh"));
            argv.addAll(args);
            long number = Long.parseLong(user);
            StringBuilder said = new StringBuilder();
            OutputSink listener = (channel, chunk) -> said.append(new String(chunk, StandardCharsets.UTF_8));
            Exec.Plan plan = new Exec.Plan(argv, Map.of(), number, number);
            try (Exec exec = Exec.start(http, instance, plan, new EndMark(), listener)) {
                exec.endInput();
                exec.await();
                return new OtherUsers.Ran(code(exec.outcome()), said.toString());
            }
        }

        @Override
        public void reap() throws InterruptedException {
            lease.reap(answer);
        }
    }
}
