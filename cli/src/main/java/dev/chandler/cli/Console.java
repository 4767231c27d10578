package dev.chandler.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a command: where it writes, where it stands, and its environment.
 *
 * @param out standard output, for what was asked for
 * @param err standard error, for progress and problems
 * @param interactive whether standard error is a terminal
 * @param workingDirectory an absolute path
 * @param environment the environment's variables
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        Path workingDirectory,
        Map<String, String> environment) {}
