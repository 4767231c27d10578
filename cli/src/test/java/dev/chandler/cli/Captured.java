package dev.chandler.cli;

import dev.chandler.cli.command.CommandTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * A command line that was run in this JVM, and what it wrote.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Captured(int code, String out, String err) {

    /** Runs a command line in a folder, with that folder as home too. */
    public static Captured run(Path folder, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out), new PrintWriter(err), false, folder, Map.of("HOME", folder.toString()));
        int code = CommandTree.run(console, args);
        return new Captured(code, out.toString(), err.toString());
    }
}
