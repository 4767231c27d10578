package dev.chandler.cli;

import dev.chandler.cli.command.CommandTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
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
        return run(folder, Map.of(), args);
    }

    /** The same, with further variables in the environment. */
    public static Captured run(Path folder, Map<String, String> variables, String... args) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", folder.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), folder, environment);
        int code = CommandTree.run(console, args);
        return new Captured(code, out.toString(), err.toString());
    }
}
