package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.DevFolder;
import dev.chandler.api.provision.StepContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of the client that is run in the instance and is not in the image.
 *
 * <p>While it runs it lies in a {@link DevFolder}.
 *
 * @param file the file
 * @param args the words given to it
 */
record ScriptFile(HostFile file, List<String> args) implements Program {

    private static final String SCRIPT = "script";

    @Override
    public String title() {
        return Stream.concat(Stream.of(file.from()), args.stream())
                .map(word -> word.replaceAll("\\p{Cntrl}", " "))
                .collect(Collectors.joining(" "));
    }

    /** The name too, by which the script may know itself. */
    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field(SCRIPT, file.digest()).field("script name", file.name()).field("args", args);
    }

    @Override
    public Optional<Path> file(String field) {
        return field.equals(SCRIPT) ? Optional.of(file.path()) : Optional.empty();
    }

    @Override
    public CommandResult run(StepContext context, UnaryOperator<Command.Builder> surroundings, OutputSink output)
            throws InterruptedException {
        DevFolder folder = new DevFolder(context.communicator(), context::command, name(context), Optional.empty());
        String place = folder.path() + "/" + file.name();
        List<String> argv = Stream.concat(Interpreter.of(file).words(place).stream(), args.stream())
                .toList();
        new FileInput(file).feed(input -> below(context, () -> folder.put(file.name(), 0755, input)));
        Command command = surroundings.apply(context.command(argv)).build();
        CommandResult result = context.communicator().run(command, output);
        // Only here: after an interrupt the instance goes, or the next try begins with the removal.
        below(context, () -> {
            folder.remove();
            return result;
        });
        return result;
    }

    /** The same each time, for the script can see it, and another one for each branch. */
    private static String name(StepContext context) {
        return "chandler-script-" + Digest.of(context.stepId()).shortHex();
    }

    @FunctionalInterface
    private interface Work {
        CommandResult run() throws DevFolder.NotPossible, InterruptedException;
    }

    private static CommandResult below(StepContext context, Work work) throws InterruptedException {
        try {
            return work.run();
        } catch (DevFolder.NotPossible e) {
            throw new ProvisionException(
                    Problem.of("CH-STEP-003", "step \"" + context.stepId() + "\" could not put its script below /dev")
                            .because(e.getMessage())
                            .remedy("the base needs /bin/sh, cat, mkdir, chmod and rm; or copy the script and run it"),
                    e);
        }
    }
}
