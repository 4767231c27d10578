package dev.chandler.engine.local;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs commands of an instance.
 *
 * <p>Each is started by programs of the machine that become one another: into the namespaces; fewer rights; and, in a child, which is the first of all
 * that is in the namespace of processes, the environment; and into the root and the directory, and the user. So what can be seen by processes of the instance,
 * or reads a word of theirs, never has more rights than they have. Thread-safe.
 */
final class Commands {

    /** The variable that tells whose the process is. */
    static final String MARK = "CHANDLER_STEP";

    private static final int CANNOT_START = 126;
    private static final String UMASK = "022";

    /** Those by which the machine's programs, which start a command, would read files of the instance as code or words of theirs. */
    private static final Pattern LOADERS = Pattern.compile("LD_.*|GLIBC_TUNABLES|GCONV_PATH|(MUSL_)?LOCPATH|NLSPATH");

    private final Processes processes;
    private final Pipes pipes;
    private final boolean otherUmask = !Machine.umask().endsWith(UMASK);

    /** For one instance. */
    Commands(Processes processes, Pipes pipes) {
        this.processes = processes;
        this.pipes = pipes;
    }

    /** Runs one; the namespaces have to be there. */
    CommandResult run(Command command, OutputSink sink) throws InterruptedException {
        try {
            RootPaths paths = new RootPaths(processes.seen());
            Optional<InstanceUser> user = InstanceUser.find(command.user(), paths);
            if (user.isEmpty()) {
                return notStarted("there is no user " + command.user(), sink);
            }
            if (!Files.isDirectory(paths.follow(command.workdir()))) {
                return notStarted("there is no directory " + command.workdir(), sink);
            }
            try (Output out = Output.open(Channel.STDOUT, pipes.next());
                    Output err = Output.open(Channel.STDERR, pipes.next())) {
                return new CommandResult(run(command, words(command, user.get(), paths), List.of(out, err), sink));
            }
        } catch (IOException e) {
            throw LocalProblems.broken("run " + command, e);
        }
    }

    private static CommandResult notStarted(String reason, OutputSink sink) {
        sink.write(Channel.STDERR, (reason + "\n").getBytes(StandardCharsets.UTF_8));
        return new CommandResult(CANNOT_START);
    }

    private List<String> words(Command command, InstanceUser user, RootPaths paths) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (otherUmask) {
            words.addAll(List.of("/bin/sh", "-c", "umask " + UMASK + "; exec \"$0\" \"$@\""));
        }
        String groups = user.groups().isEmpty() ? "--clear-groups" : "--groups=" + user.groups();
        words.addAll(processes.join(List.of("--regid=" + user.gid(), groups)));
        Optional<String> setting = settingLate(command, paths);
        Map<String, String> environment = environment(command, user);
        words.addAll(List.of(Processes.PROGRAMS + "env", "-i", "--"));
        add(words, environment, name -> setting.isEmpty() || !isOfLoaders(name));
        words.addAll(List.of(Processes.PROGRAMS + "unshare", "--root=.", "--wd=" + command.workdir()));
        words.addAll(List.of("--setuid=" + user.uid(), "--"));
        setting.ifPresent(env -> {
            words.add(env);
            add(words, environment, Commands::isOfLoaders);
        });
        words.addAll(command.argv());
        return words;
    }

    private static void add(List<String> words, Map<String, String> environment, Predicate<String> wanted) {
        environment.forEach((name, value) -> {
            if (wanted.test(name)) {
                words.add(name + "=" + value);
            }
        });
    }

    private static boolean isOfLoaders(String name) {
        return LOADERS.matcher(name).matches();
    }

    /** The instance's own program for what the machine's must not have, if there are such variables, and it has one. */
    private static Optional<String> settingLate(Command command, RootPaths paths) throws IOException {
        if (command.env().keySet().stream().noneMatch(Commands::isOfLoaders)
                || command.argv().get(0).contains("=")) {
            return Optional.empty();
        }
        for (String env : List.of("/usr/bin/env", "/bin/env")) {
            if (Files.isExecutable(paths.follow(env))) {
                return Optional.of(env);
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> environment(Command command, InstanceUser user) {
        Map<String, String> environment = new LinkedHashMap<>(command.env());
        environment.putIfAbsent("HOME", user.home());
        command.mark().ifPresent(mark -> environment.put(MARK, mark));
        return environment;
    }

    private int run(Command command, List<String> words, List<Output> outputs, OutputSink sink)
            throws IOException, InterruptedException {
        ProcessBuilder builder = Program.builder(words)
                .redirectOutput(outputs.get(0).path().toFile())
                .redirectError(outputs.get(1).path().toFile());
        if (command.stdin().isEmpty()) {
            builder.redirectInput(processes.empty().toFile());
        }
        // Also of those that become it, for who looks for the mark before it is there.
        command.mark().ifPresent(mark -> builder.environment().put(MARK, mark));
        Process process = builder.start();
        command.stdin().ifPresent(open -> feed(process, open.get()));
        try {
            int end = drained(process, outputs, sink);
            if (end != 0) {
                processes.check("run " + command);
            }
            return end;
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly().onExit().join();
            processes.end(command.mark());
            throw e;
        }
    }

    private static int drained(Process process, List<Output> outputs, OutputSink sink)
            throws IOException, InterruptedException {
        boolean over;
        boolean some = false;
        do { // Once more, and only once, when it is over: by then all that it has written is in the pipes.
            over = process.waitFor(some ? 0 : 4, TimeUnit.MILLISECONDS);
            some = false;
            for (Output output : outputs) {
                some |= output.drain(sink);
            }
        } while (!over);
        return process.exitValue();
    }

    /** On a daemon thread, which must not keep Chandler from ending. The command may end without having read it all. */
    private static void feed(Process process, InputStream stdin) {
        Thread thread = new Thread(
                () -> {
                    try (stdin;
                            OutputStream to = process.getOutputStream()) {
                        stdin.transferTo(to);
                    } catch (IOException e) {
                        // It has ended without reading it all, or what gives the input has failed and knows it.
                        return;
                    }
                },
                "chandler-local-input");
        thread.setDaemon(true);
        thread.start();
    }
}
