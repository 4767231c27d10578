package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.StepContext;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Text that a shell runs as one command. */
record ShellText(String text, List<String> shell) implements Program {

    @Override
    public String title() {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String words() {
        long more = text.lines().filter(line -> !line.isBlank()).count() - 1;
        return title() + (more == 0 ? "" : more == 1 ? " (and 1 more line)" : " (and " + more + " more lines)");
    }

    @Override
    public void describe(KeyBuilder key) {
        key.field("command", text).field("shell", shell);
    }

    @Override
    public CommandResult run(StepContext context, UnaryOperator<Command.Builder> surroundings, OutputSink output)
            throws InterruptedException {
        List<String> argv = Stream.concat(shell.stream(), Stream.of(text)).toList();
        Command command = surroundings.apply(context.command(argv)).build();
        return context.communicator().run(command, output);
    }
}
