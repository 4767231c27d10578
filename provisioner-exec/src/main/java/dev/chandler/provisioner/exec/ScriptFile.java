package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.StepContext;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of the client that is run in the instance and is not in the image.
 *
 * <p>While it runs it lies below {@code /dev}, which is a file system of the instance's own and in no snapshot. Root puts
 * it there, by the instance's shell: what the communicator puts would lie under that file system, and so in the image.
 *
 * @param file the file
 * @param args the words given to it
 */
record ScriptFile(HostFile file, List<String> args) implements Program {

    private static final Map<String, String> TOOLS =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    @Override
    public String title() {
        return Stream.concat(Stream.of(file.from()), args.stream())
                .map(word -> word.replaceAll("\\p{Cntrl}", " "))
                .collect(Collectors.joining(" "));
    }

    /** The name too, by which the script may know itself. */
    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field("script", file.digest()).field("script name", file.name()).field("args", args);
    }

    @Override
    public CommandResult run(StepContext context, UnaryOperator<Command.Builder> surroundings, OutputSink output)
            throws InterruptedException {
        String folder = folder(context);
        String place = folder + "/" + file.name();
        List<String> argv = Stream.concat(Interpreter.of(file).words(place).stream(), args.stream())
                .toList();
        put(context, folder, place);
        Command command = surroundings.apply(context.command(argv)).build();
        CommandResult result = context.communicator().run(command, output);
        // Only here: after an interrupt the instance goes, or the next try begins with the removal.
        asRoot(context, "rm -rf " + quoted(folder), UnaryOperator.identity());
        return result;
    }

    /** The same each time, for the script can see it, and another one for each branch. */
    private static String folder(StepContext context) {
        return "/dev/chandler-script-" + Digest.of(context.stepId()).shortHex();
    }

    private void put(StepContext context, String folder, String place) throws InterruptedException {
        String commands = String.join(
                "\n",
                "rm -rf " + quoted(folder),
                "mkdir " + quoted(folder),
                "cat >" + quoted(place),
                "chmod 755 " + quoted(place));
        new FileInput(file).feed(input -> asRoot(context, commands, input));
    }

    private static CommandResult asRoot(StepContext context, String commands, UnaryOperator<Command.Builder> input)
            throws InterruptedException {
        Command.Builder command = context.command(List.of("/bin/sh", "-ec", commands))
                .env(TOOLS)
                .user("")
                .workdir("/");
        OutputTail tail = new OutputTail((channel, chunk) -> {});
        CommandResult result = context.communicator().run(input.apply(command).build(), tail);
        if (!result.ok()) {
            throw new ProvisionException(
                    Problem.of("CH-STEP-003", "step \"" + context.stepId() + "\" could not put its script below /dev")
                            .because(ExitWords.of(result.exitCode()) + "\n" + tail.words())
                            .remedy("the base needs /bin/sh, cat, mkdir, chmod and rm; or copy the script and run it"));
        }
        return result;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
