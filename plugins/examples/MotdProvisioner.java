package org.example;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.*;
import dev.chandler.api.provision.*;
import java.util.List;

/** Writes a message of the day. */
public final class MotdProvisioner implements Provisioner {

    @Override
    public String id() {
        return "motd";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        String text = request.settings().text();
        if (text.isBlank()) {
            throw new ManifestException(
                    Problem.of("EX-3", "a message of the day has words").at(request.settings().location()));
        }
        return new Step(text);
    }

    private record Step(String text) implements PreparedStep {

        @Override
        public String title() {
            return "motd: " + text;
        }

        @Override
        public void describe(KeyBuilder key) {
            key.field("motd", text);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            Command command = context.command(List.of("/bin/sh", "-c", "printf '%s\\n' \"$0\" > motd", text))
                    .build();
            CommandResult result = context.communicator().run(command, context.output());
            if (!result.ok()) {
                throw new ProvisionException(
                        Problem.of("EX-4", "no message of the day: exit status " + result.exitCode()));
            }
        }
    }
}
