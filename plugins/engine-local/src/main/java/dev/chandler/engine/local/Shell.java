package dev.chandler.engine.local;

import dev.chandler.api.problem.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell of the machine that lives as long as an instance, in a mount namespace of its own, and does one line after the other.
 *
 * <p>What it mounts is seen by nobody else, and goes with it. It ends when its standard input does, which this client holds: so nothing
 * outlives the client, also after {@code kill -9}. Thread-safe.
 */
final class Shell implements AutoCloseable {

    /** Reads no more than a line at a time, so that nothing in it may read the lines that follow. */
    private static final String LOOP = """
            umask 022
            while IFS= read -r line; do
              eval "$line" </dev/null 2>&1
              printf '\\nrc=%s\\n' "$?"
            done
            """;

    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final Writer lines;
    private final BufferedReader answers;

    private Shell(Process process) {
        this.process = process;
        this.lines = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param namespaces the flags of {@code unshare} for namespaces that it has besides that of mounts
     */
    static Shell start(List<String> namespaces) {
        // In a session of its own: a Ctrl-C in the client's terminal is not for it, nor is the terminal.
        List<String> words = new ArrayList<>(List.of("setsid", "unshare", "--mount", "--propagation", "private"));
        words.addAll(namespaces);
        words.addAll(List.of("--", "/bin/sh", "-c", LOOP));
        ProcessBuilder builder = Program.builder(words);
        // Newer ones give options piece by piece to the kernel, which takes no more than 255 characters of each.
        builder.environment().put("LIBMOUNT_FORCE_MOUNT2", "always");
        try {
            return new Shell(builder.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw LocalProblems.program("unshare", String.valueOf(e.getMessage()));
        }
    }

    /** The number of its process. */
    long pid() {
        return process.pid();
    }

    boolean runs() {
        return process.isAlive();
    }

    /**
     * Does a line, which has to end well.
     *
     * @param what what it does, for the problem
     * @return what it has written
     * @throws EngineException if it does not, with what it has written
     */
    synchronized String does(String what, String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("more than a line: " + line);
        }
        List<String> said = new ArrayList<>();
        try {
            lines.write(line + "\n");
            lines.flush();
            for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
                if (answer.startsWith("rc=")) {
                    return ended(what, answer, String.join("\n", said).strip());
                }
                said.add(answer);
            }
        } catch (IOException e) {
            said.add(String.valueOf(e.getMessage()));
        }
        throw LocalProblems.gone(what, String.join("\n", said).strip());
    }

    private static String ended(String what, String answer, String said) {
        if (!answer.equals("rc=0")) {
            throw LocalProblems.refused(what, said.isEmpty() ? answer : said);
        }
        return said;
    }

    /** A word that the shell takes as it is. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The same of a path. */
    static String quoted(Path path) {
        return quoted(path.toString());
    }

    /** When this returns, it is at its end. Works on an interrupted thread, too. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            lines.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
