package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.lib.files.FileContent;

/** A file of the client as standard input. */
record FileInput(HostFile file) implements Input {

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field("content of stdin", file.digest());
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
