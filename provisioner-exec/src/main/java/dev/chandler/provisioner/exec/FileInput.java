package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.lib.files.FileContent;
import java.nio.file.Path;
import java.util.Optional;

/** A file of the client as standard input. */
record FileInput(HostFile file) implements Input {

    private static final String STDIN = "content of stdin";

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field(STDIN, file.digest());
    }

    @Override
    public Optional<Path> file(String field) {
        return field.equals(STDIN) ? Optional.of(file.path()) : Optional.empty();
    }

    @Override
    public CommandResult feed(Reader reader) throws InterruptedException {
        try (FileContent content = file.content()) {
            CommandResult result;
            try {
                result = reader.run(command -> command.stdin(() -> content));
            } catch (RuntimeException e) {
                throw content.failure().<RuntimeException>map(file::failed).orElse(e);
            }
            if (content.failure().isPresent()) {
                throw file.failed(content.failure().get());
            }
            return result;
        }
    }
}
