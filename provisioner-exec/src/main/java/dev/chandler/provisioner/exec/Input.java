package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a program finds on its standard input. */
interface Input {

    /** An empty input. */
    Input NONE = new Input() {

        @Override
        public void describe(KeyBuilder key) {
            // It is what every step has that says nothing.
        }

        @Override
        public CommandResult feed(Reader reader) throws InterruptedException {
            return reader.run(UnaryOperator.identity());
        }
    };

    /** Runs a program. */
    @FunctionalInterface
    interface Reader {

        /**
         * Runs it.
         *
         * @param input gives the input to its command
         */
        CommandResult run(UnaryOperator<Command.Builder> input) throws InterruptedException;
    }

    void describe(KeyBuilder key) throws InterruptedException;

    /** The file that a field has the digest of. */
    default Optional<Path> file(String field) {
        return Optional.empty();
    }

    /** Has something run that reads it. */
    CommandResult feed(Reader reader) throws InterruptedException;
}
