package @package@;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A step whose settings are right. */
record @Name@Step(String text) implements PreparedStep {

    @Override
    public String title() {
        return "@name@: " + text.lines().findFirst().orElse("");
    }

    /** All that the result depends on, and nothing else: a step with the same key is not run again. */
    @Override
    public void describe(KeyBuilder key) {
        key.field("text", text);
    }

    /** Works by the communicator alone, so that it runs on every engine. */
    @Override
    public void run(StepContext context) throws InterruptedException {
        byte[] content = (text + "\n").getBytes(StandardCharsets.UTF_8);
        Command command = context.command(List.of("/bin/sh", "-ec", "cat >@name@.txt"))
                .stdin(() -> new ByteArrayInputStream(content))
                .build();
        CommandResult result = context.communicator().run(command, context.output());
        if (!result.ok()) {
            throw new ProvisionException(
                    Problem.of("@NAME@-002", "cannot write @name@.txt: exit status " + result.exitCode())
                            .because("what the command has written says why"));
        }
    }
}
