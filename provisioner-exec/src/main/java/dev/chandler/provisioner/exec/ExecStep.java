package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;

/** A program that runs in the instance, with what it reads. */
record ExecStep(Program program, Input input) implements PreparedStep {

    @Override
    public String title() {
        return program.title();
    }

    @Override
    public void describe(KeyBuilder key) {
        program.describe(key);
        input.describe(key);
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        OutputTail tail = new OutputTail(context.output());
        CommandResult result = input.feed(stdin -> program.run(context, stdin, tail));
        if (!result.ok()) {
            throw new ProvisionException(problem(context.stepId(), result, tail));
        }
    }

    private Problem problem(String stepId, CommandResult result, OutputTail tail) {
        return Problem.of("CH-STEP-001", "step \"" + stepId + "\" failed: " + ExitWords.of(result.exitCode()))
                .because("command: " + program.words() + "\n" + tail.words());
    }
}
