package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.manifest.ProjectFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have: the console, the wiring, and the options that every command takes. */
@Command(
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        footerHeading = "%nExamples:%n")
abstract class ChandlerCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            order = 90,
            description = "A folder with plugins, besides the usual ones. May be repeated.")
    private List<Path> pluginFolders = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            order = 90,
            description = "Which signatures are trusted, in the place of your own policy.yml.")
    private @Nullable Path policy;

    @Option(names = "--stacktrace", order = 91, description = "Show the stack trace of an error.")
    private boolean stacktrace;

    @Option(
            names = {"-v", "--verbose"},
            order = 92,
            description = "Say more of what is going on.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            order = 93,
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    ChandlerCommand(Console console) {
        this.console = console;
    }

    /** Does what the command is for. */
    protected abstract ExitCode run(Wiring wiring) throws InterruptedException;

    /** The project whose plugins there are; a command with a manifest has the manifest's. */
    protected Path project() {
        return ProjectFolder.of(console.workingDirectory());
    }

    /** Whether plugins have to be in the project's lock; commands that take {@code --locked} say so. */
    protected boolean locked() {
        return false;
    }

    /** How modules are fetched; commands that take {@code --offline} say so. */
    protected FetchOptions fetching() {
        return FetchOptions.DEFAULT;
    }

    @Override
    public Integer call() throws InterruptedException {
        Verbosity.apply(verbose);
        try (Wiring wiring = wiring(project())) {
            return run(wiring).code();
        }
    }

    /** Everything, with the plugins of a project; the caller closes it. */
    Wiring wiring(Path project) {
        return new Wiring(
                console,
                pluginFolders.stream().map(this::absolute).toList(),
                Optional.ofNullable(policy).map(this::absolute),
                project,
                locked(),
                fetching());
    }

    Console console() {
        return console;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether an error's stack trace is wanted. */
    public boolean stacktrace() {
        return stacktrace;
    }

    /** A path that the user gave, from where they stand. */
    Path absolute(Path path) {
        return console.workingDirectory().resolve(path);
    }
}
