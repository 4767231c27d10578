package dev.chandler.cli;

import dev.chandler.cli.terminal.Look;
import dev.chandler.cli.terminal.Screen;
import dev.chandler.cli.terminal.Size;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a command: where it writes, where it stands, and its environment.
 *
 * @param out standard output, for what was asked for
 * @param err standard error, for progress and problems
 * @param screen standard error as a terminal, where it is one
 * @param interactive whether standard error is a terminal on which a cursor can be moved
 * @param workingDirectory an absolute path
 * @param environment the environment's variables
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        Screen screen,
        boolean interactive,
        Path workingDirectory,
        Map<String, String> environment) {

    /** Makes a console that is no terminal. */
    public Console(PrintWriter out, PrintWriter err, Path workingDirectory, Map<String, String> environment) {
        this(out, err, new Screen(err, () -> Size.USUAL, new Look(false, true)), false, workingDirectory, environment);
    }
}
