package dev.chandler.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A word that only leads to other commands. */
@Command(
        synopsisSubcommandLabel = "COMMAND",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        descriptionHeading = "%n",
        footerHeading = "%nExamples:%n")
abstract class CommandGroup {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** {@code chandler} itself. */
    @Command(
            name = "chandler",
            description = "Provisions containers: one manifest, any engine.",
            footer = {
                "  chandler init            write a manifest to start from",
                "  chandler build           build, test and publish it",
                "  chandler build --help    what a command takes"
            })
    static final class Root extends CommandGroup {

        @Option(names = "--version", description = "Show the version, as \"chandler version\" does.")
        @SuppressWarnings("UnusedVariable") // stands for the command
        private boolean version;
    }

    /** {@code chandler cache}. */
    @Command(
            name = "cache",
            description = "Show or remove what is kept on an engine, or carry it to another.",
            footer = "  chandler cache ls")
    static final class Cache extends CommandGroup {}

    /** {@code chandler toolbox}. */
    @Command(
            name = "toolbox",
            description = "Bring, show or remove the toolboxes on an engine.",
            footer = "  chandler toolbox ls")
    static final class Toolbox extends CommandGroup {}

    /** {@code chandler module}. */
    @Command(
            name = "module",
            description = "Begin, show, use, update, pack and share modules.",
            footer = "  chandler module new web/nginx")
    static final class Module extends CommandGroup {}

    /** {@code chandler plugin}. */
    @Command(name = "plugin", description = "Show, install, check or begin plugins.", footer = "  chandler plugin list")
    static final class Plugin extends CommandGroup {}
}
