package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.File;
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

/**
 * Runs commands of an instance.
 *
 * <p>Each is started by programs of the machine that become one another: into the namespaces; fewer rights; the environment; and, in a child, which
 * is the first of all that is in the namespace of processes, into the root and the directory, and the user. So what can be seen by
 * processes of the instance never has more rights than they have. Thread-safe.
 */
final class Commands {

    private static final int CANNOT_START = 126;
    private static final String UMASK = "022";

    private final Processes processes;
    private final Pipes pipes;
    private final InstanceSettings settings;
    private final String programs;

    /**
     * For one instance.
     *
     * @param programs where the machine's programs are, seen from the folder that {@link Processes#enter} goes to
     */
    Commands(Processes processes, Pipes pipes, InstanceSettings settings, String programs) {
        this.processes = processes;
        this.pipes = pipes;
        this.settings = settings;
        this.programs = programs;
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
                return new CommandResult(run(command, words(command, user.get()), List.of(out, err), sink));
            }
        } catch (IOException e) {
            throw LocalProblems.broken("run " + command, e);
        }
    }

    private static CommandResult notStarted(String reason, OutputSink sink) {
        sink.write(Channel.STDERR, (reason + "\n").getBytes(StandardCharsets.UTF_8));
        return new CommandResult(CANNOT_START);
    }

    private List<String> words(Command command, InstanceUser user) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (!Machine.umask().endsWith(UMASK)) {
            words.addAll(List.of("/bin/sh", "-c", "umask " + UMASK + "; exec \"$0\" \"$@\""));
        }
        words.addAll(processes.enter(List.of("--pid", "--no-fork")));
        Privileges.limiting(settings).forEach(word -> words.add(word.equals("prlimit") ? programs + word : word));
        words.add(programs + "setpriv");
        words.addAll(Privileges.dropping(settings));
        words.add("--regid=" + user.gid());
        words.add(user.groups().isEmpty() ? "--clear-groups" : "--groups=" + user.groups());
        words.addAll(List.of("--", programs + "env", "-i", "--"));
        environment(command, user).forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of(programs + "unshare", "--fork", "--kill-child", "--root=.", "--wd=" + command.workdir()));
        words.addAll(List.of("--setuid=" + user.uid(), "--"));
        words.addAll(command.argv());
        return words;
    }

    private static Map<String, String> environment(Command command, InstanceUser user) {
        Map<String, String> environment = new LinkedHashMap<>(command.env());
        environment.putIfAbsent("HOME", user.home());
        command.mark().ifPresent(mark -> environment.put("CHANDLER_STEP", mark));
        return environment;
    }

    private int run(Command command, List<String> words, List<Output> outputs, OutputSink sink)
            throws IOException, InterruptedException {
        ProcessBuilder builder = Program.builder(words)
                .redirectOutput(outputs.get(0).path().toFile())
                .redirectError(outputs.get(1).path().toFile());
        if (command.stdin().isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        Process process = builder.start();
        command.stdin().ifPresent(open -> feed(process, open.get()));
        try {
            return drained(process, outputs, sink);
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
