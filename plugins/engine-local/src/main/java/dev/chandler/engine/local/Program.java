package dev.chandler.engine.local;

import dev.chandler.api.problem.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs programs of this machine, found where systems have them whatever the client's PATH is. */
final class Program {

    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", PATH, "LC_ALL", "C");

    private Program() {}

    /**
     * Finds one.
     *
     * @throws EngineException if it is not installed
     */
    static Path find(String name) {
        return Stream.of(PATH.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> LocalProblems.missingProgram(name));
    }

    /** A process to be of a program, with nothing of the client's environment. */
    static ProcessBuilder builder(List<String> words) {
        List<String> whole = new ArrayList<>(words);
        if (!whole.get(0).startsWith("/")) {
            whole.set(0, find(whole.get(0)).toString());
        }
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    /**
     * Runs one that has to end well, and gives what it has written; an interrupt ends it.
     *
     * @throws EngineException if it does not, with what it has said
     */
    static String run(String... words) throws InterruptedException {
        return run(builder(List.of(words)));
    }

    /** As {@link #run(String...)}, of one that is ready to be started. */
    static String run(ProcessBuilder builder) throws InterruptedException {
        Ended ended = ended(builder);
        if (!ended.well()) {
            throw LocalProblems.program(name(builder), ended.said());
        }
        return ended.said();
    }

    private static String name(ProcessBuilder builder) {
        return Path.of(builder.command().get(0)).getFileName().toString();
    }

    /**
     * How one has ended.
     *
     * @param well whether its exit code was 0
     * @param said what it has written
     */
    record Ended(boolean well, String said) {}

    /** Runs one that may end otherwise; an interrupt ends it. */
    static Ended ended(ProcessBuilder builder) throws InterruptedException {
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            try {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Ended(process.waitFor() == 0, said);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw LocalProblems.program(name(builder), String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #run(String...)}, also on an interrupted thread, for that is when things are tidied. */
    static void always(String... words) {
        boolean interrupted = Thread.interrupted();
        try {
            run(words);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
