package dev.chandler.cli;

import dev.chandler.cli.command.CommandTree;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the JVM enters: makes the console, listens to signals, and leaves with the command's exit code. */
public final class Main {

    private Main() {}

    /**
     * Runs a command line and ends the JVM.
     *
     * @param args the command line's words
     */
    public static void main(String[] args) {
        Signals.interrupt(Thread.currentThread());
        Console console = new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                isTerminal(),
                Path.of("").toAbsolutePath(),
                System.getenv());
        System.exit(CommandTree.run(console, args));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** The launcher knows whether standard error is a terminal; a JVM only knows of input and output together. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("chandler.terminal") && System.getenv("NO_COLOR") == null;
    }
}
