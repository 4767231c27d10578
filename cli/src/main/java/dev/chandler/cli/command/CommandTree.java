package dev.chandler.cli.command;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.progress.ProgressMode;
import dev.chandler.cli.skeleton.PluginKind;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.graph.GraphText;
import dev.chandler.core.manifest.CheckpointWish;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what becomes of their errors. */
public final class CommandTree {

    private static final String[] VERSION = {"version"};
    private static final Map<String, Function<Console, CommandLine>> COMMANDS = commands();

    private CommandTree() {}

    private static Map<String, Function<Console, CommandLine>> commands() {
        Map<String, Function<Console, CommandLine>> commands = new LinkedHashMap<>();
        commands.put("build", console -> new CommandLine(new BuildCommand(console)));
        commands.put("plan", console -> new CommandLine(new PlanCommand(console)));
        commands.put("why", console -> new CommandLine(new WhyCommand(console)));
        commands.put("export", console -> new CommandLine(new ExportCommand(console)));
        commands.put("validate", console -> new CommandLine(new ValidateCommand(console)));
        commands.put("render", console -> new CommandLine(new RenderCommand(console)));
        commands.put("list", console -> new CommandLine(new ListCommand(console)));
        commands.put("graph", console -> new CommandLine(new GraphCommand(console)));
        commands.put("lock", console -> new CommandLine(new LockCommand(console)));
        commands.put("engines", console -> new CommandLine(new EnginesCommand(console)));
        commands.put("init", console -> new CommandLine(new InitCommand(console)));
        commands.put("schema", console -> new CommandLine(new SchemaCommand(console)));
        commands.put("cache", CommandTree::cache);
        commands.put("toolbox", CommandTree::toolbox);
        commands.put("reap", console -> new CommandLine(new ReapCommand(console)));
        commands.put("module", CommandTree::module);
        commands.put("plugin", CommandTree::plugin);
        commands.put("completion", console -> new CommandLine(new CompletionCommand(console)));
        commands.put("version", console -> new CommandLine(new VersionCommand(console)));
        return commands;
    }

    private static CommandLine cache(Console console) {
        return new CommandLine(new CommandGroup.Cache())
                .addSubcommand(new CacheLsCommand(console))
                .addSubcommand(new CachePruneCommand(console))
                .addSubcommand(new CacheExportCommand(console))
                .addSubcommand(new CacheImportCommand(console));
    }

    private static CommandLine toolbox(Console console) {
        return new CommandLine(new CommandGroup.Toolbox())
                .addSubcommand(new ToolboxCommand.Build(console))
                .addSubcommand(new ToolboxCommand.Ls(console))
                .addSubcommand(new ToolboxCommand.Remove(console));
    }

    private static CommandLine module(Console console) {
        return new CommandLine(new CommandGroup.Module())
                .addSubcommand(new ModuleNewCommand(console))
                .addSubcommand(new ModuleAddCommand(console))
                .addSubcommand(new ModuleRemoveCommand(console))
                .addSubcommand(new ModuleListCommand(console))
                .addSubcommand(new ModuleTreeCommand(console))
                .addSubcommand(new ModuleOutdatedCommand(console))
                .addSubcommand(new ModuleUpdateCommand(console))
                .addSubcommand(new ModuleVendorCommand(console))
                .addSubcommand(new ModuleInfoCommand(console))
                .addSubcommand(new ModuleDocsCommand(console))
                .addSubcommand(new ModuleTestCommand(console))
                .addSubcommand(new ModulePackCommand(console))
                .addSubcommand(new ModulePushCommand(console))
                .addSubcommand(new ModulePullCommand(console));
    }

    private static CommandLine plugin(Console console) {
        return new CommandLine(new CommandGroup.Plugin())
                .addSubcommand(new PluginListCommand(console))
                .addSubcommand(new PluginInfoCommand(console))
                .addSubcommand(new PluginInstallCommand(console))
                .addSubcommand(new PluginRemoveCommand(console))
                .addSubcommand(new PluginVerifyCommand(console))
                .addSubcommand(new PluginNewCommand(console));
    }

    /**
     * Runs a command line.
     *
     * <p>Only the command that the first word names is made, which halves the start-up; all of them for completion, and where the
     * first word names none. What is asked for most, the version and the list of all commands, does without the parser, whose
     * classes take longer than the start of the JVM.
     *
     * @param console what surrounds it
     * @param words the command line's words
     * @return its exit code
     */
    public static int run(Console console, String... words) {
        String[] args = asOptions(words);
        int code;
        if (Arrays.equals(args, VERSION)) {
            code = new VersionCommand(console).call();
        } else if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            console.out().print(Overview.text(Ansi.AUTO.enabled()));
            code = ExitCode.DONE.code();
        } else {
            code = execute(tree(console, args.length > 0 ? args[0] : ""), args);
        }
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** What the parser makes of the list of all commands; {@link Overview} has it ready. */
    static String overview(Console console, Ansi ansi) {
        return tree(console, "").getUsageMessage(ansi);
    }

    private static CommandLine tree(Console console, String first) {
        CommandLine root = new CommandLine(new CommandGroup.Root());
        boolean one = COMMANDS.containsKey(first) && !first.equals("completion");
        COMMANDS.forEach((name, command) -> {
            if (!one || name.equals(first)) {
                root.addSubcommand(name, command.apply(console));
            }
        });
        return root.setOut(console.out())
                .setErr(console.err())
                .setExpandAtFiles(false)
                .registerConverter(PullPolicy.class, new EnumWords<>(PullPolicy.class))
                .registerConverter(CheckpointWish.class, new EnumWords<>(CheckpointWish.class))
                .registerConverter(GraphText.class, new EnumWords<>(GraphText.class))
                .registerConverter(ProgressMode.class, new EnumWords<>(ProgressMode.class))
                .registerConverter(PluginKind.class, new EnumWords<>(PluginKind.class))
                .registerConverter(ManifestSchema.Of.class, new EnumWords<>(ManifestSchema.Of.class))
                .registerConverter(RunOptions.OnError.class, new EnumWords<>(RunOptions.OnError.class))
                .setParameterExceptionHandler(CommandTree::usage)
                .setExecutionExceptionHandler((error, command, parsed) -> failure(error, command));
    }

    /** What people try: {@code chandler help build} is {@code chandler build --help}. */
    private static String[] asOptions(String... words) {
        if (words.length > 0 && words[0].equals("help")) {
            return Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new);
        }
        if (words.length == 1 && words[0].equals("--version")) {
            return VERSION.clone();
        }
        return words;
    }

    /** The parser hands over exceptions alone; an error of a plugin or of the JVM is no failed step either. */
    private static int execute(CommandLine root, String... args) {
        try {
            return root.execute(args);
        } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError error) {
            return failure(error, root);
        }
    }

    private static int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + error.getMessage());
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("  \"" + command.getCommandSpec().qualifiedName() + " --help\" shows what there is");
        return ExitCode.USAGE.code();
    }

    private static int failure(Throwable error, CommandLine command) {
        ExitCode code = ExitCode.of(error);
        PrintWriter err = command.getErr();
        if (error instanceof ChandlerException known) {
            err.print(ProblemRenderer.render(known.problems()));
        } else if (code == ExitCode.INTERRUPTED) {
            err.println("interrupted" + (error instanceof BuildInterrupted build ? "; " + build.getMessage() : ""));
        } else {
            err.println("error: this is a bug of Chandler's: " + error);
            err.println("  please report it with what --stacktrace shows");
        }
        if (command.getCommand() instanceof ChandlerCommand ours && ours.stacktrace()) {
            error.printStackTrace(err);
        }
        return code.code();
    }
}
