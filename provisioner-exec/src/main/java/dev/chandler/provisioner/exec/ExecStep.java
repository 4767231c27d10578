package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that runs in the instance.
 *
 * @param program what is run
 * @param input what it reads
 * @param allowed how it may end
 */
record ExecStep(Program program, Input input, ExitCodes allowed) implements PreparedStep {

    @Override
    public String title() {
        return program.title();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        program.describe(key);
        input.describe(key);
        allowed.describe(key);
    }

    @Override
    public Optional<Path> file(String field, String entry) {
        return program.file(field).or(() -> input.file(field));
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        OutputTail tail = new OutputTail(context.output());
        CommandResult result = input.feed(stdin -> program.run(context, stdin, tail));
        if (!allowed.allow(result.exitCode())) {
            throw new ProvisionException(problem(context.stepId(), result, tail));
        }
    }

    private Problem problem(String stepId, CommandResult result, OutputTail tail) {
        return Problem.of("CH-STEP-001", "step \"" + stepId + "\" failed: " + ExitWords.of(result.exitCode()))
                .because("command: " + program.words() + allowed.words() + "\n" + tail.words());
    }
}
