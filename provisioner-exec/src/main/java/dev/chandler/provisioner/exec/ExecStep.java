package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.util.List;
import java.util.stream.Stream;

/** Text that a shell runs as one command. */
record ExecStep(String text, List<String> shell) implements PreparedStep {

    @Override
    public String title() {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void describe(KeyBuilder key) {
        key.field("command", text).field("shell", shell);
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        List<String> argv = Stream.concat(shell.stream(), Stream.of(text)).toList();
        OutputTail tail = new OutputTail(context.output());
        CommandResult result = context.communicator().run(context.command(argv).build(), tail);
        if (!result.ok()) {
            throw new ProvisionException(problem(context.stepId(), result, tail.lastLines()));
        }
    }

    private Problem problem(String stepId, CommandResult result, List<String> lastLines) {
        String output = lastLines.isEmpty() ? "it wrote nothing" : "last output:\n  " + String.join("\n  ", lastLines);
        return Problem.of("CH-STEP-001", "step \"" + stepId + "\" failed: " + ExitWords.of(result.exitCode()))
                .because("command: " + shortText() + "\n" + output);
    }

    private String shortText() {
        long more = text.lines().filter(line -> !line.isBlank()).count() - 1;
        return title() + (more == 0 ? "" : more == 1 ? " (and 1 more line)" : " (and " + more + " more lines)");
    }
}
