package dev.chandler.cli.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program on the user's {@code PATH}, and how it is ended.
 *
 * @param name what it is called
 * @param environment the client's environment
 * @param limit how long one call may take
 */
public record UserProgram(String name, Map<String, String> environment, Duration limit) {

    /**
     * Finds it; in a folder that is relative it could be anybody's.
     *
     * @return absolute; empty where there is none
     */
    public Optional<Path> path() {
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs it to its end, or to its limit; whatever it has started ends with it.
     *
     * @param call what to run; it is asked nothing at a terminal where its input is none
     * @return its exit code; empty where it has not ended in time
     * @throws IOException if it cannot be started
     * @throws InterruptedException if cancelled
     */
    public OptionalInt run(ProcessBuilder call) throws IOException, InterruptedException {
        Process process = call.start();
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } finally {
            // It may be a script, or have helpers such as ssh, which would go on.
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /**
     * What to say where it has not ended.
     *
     * @return words to stand behind its name, or what it stands for
     */
    public String unended() {
        return "has not ended after " + limit.toMinutes() + " minutes";
    }

    /**
     * Takes colours out of what it has said.
     *
     * @param line a line of it
     * @return the line as it would be in a file
     */
    public static String plain(String line) {
        return line.replaceAll("\u001B\\[[;\\d]*m", "");
    }
}
