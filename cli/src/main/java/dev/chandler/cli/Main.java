package dev.chandler.cli;

import dev.chandler.api.problem.Problem;
import dev.chandler.cli.command.CommandTree;
import dev.chandler.cli.terminal.Look;
import dev.chandler.cli.terminal.Screen;
import dev.chandler.cli.terminal.TerminalSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the JVM enters: makes the console, listens to signals, and leaves with the command's exit code. */
public final class Main {

    private Main() {}

    /**
     * Runs a command line and ends the JVM.
     *
     * @param args the command line's words
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** An error that nobody has caught would end the JVM with the exit code of a failed step. */
    @SuppressWarnings("CatchingUnchecked")
    private static int run(String... args) {
        try {
            return runWithConsole(args);
        } catch (Exception | Error e) {
            System.err.println("error: this is a bug of Chandler's: " + e);
            System.err.println("  please report it with what follows");
            e.printStackTrace();
            return ExitCode.BUG.code();
        }
    }

    private static int runWithConsole(String... args) {
        // Plugins and their libraries print where they please; standard output is for what was asked for.
        System.setOut(System.err);
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        Look look = Look.of(environment, !"false".equals(System.getProperty("chandler.unicode")));
        Console console = new Console(
                output.writer(),
                err,
                new Screen(err, new TerminalSize(environment), look),
                isTerminal(environment),
                Path.of("").toAbsolutePath(),
                environment);
        Signals.interrupt(Thread.currentThread(), console);
        return withOutput(CommandTree.run(console, args), output, console.err());
    }

    /** A command whose output was lost has not done what was asked for. */
    private static int withOutput(int code, StandardOutput output, PrintWriter err) {
        Optional<Problem> lost = output.lost();
        lost.ifPresent(problem -> err.print(ProblemRenderer.render(List.of(problem))));
        err.flush();
        return lost.isPresent() && code == ExitCode.DONE.code() ? ExitCode.ENVIRONMENT.code() : code;
    }

    /** The launcher knows whether standard error is a terminal; a JVM only knows of input and output together. */
    private static boolean isTerminal(Map<String, String> environment) {
        return Boolean.getBoolean("chandler.terminal") && !"dumb".equals(environment.get("TERM"));
    }
}
