package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.StepContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an exec step runs. */
interface Program {

    /** In one line, for people. */
    String title();

    /** The same for a failure, where there is more to be said. */
    default String words() {
        return title();
    }

    void describe(KeyBuilder key) throws InterruptedException;

    /** The file that a field has the digest of. */
    default Optional<Path> file(String field) {
        return Optional.empty();
    }

    /**
     * Runs it and waits for its end.
     *
     * @param surroundings adds to the command whatever else the step says
     */
    CommandResult run(StepContext context, UnaryOperator<Command.Builder> surroundings, OutputSink output)
            throws InterruptedException;
}
