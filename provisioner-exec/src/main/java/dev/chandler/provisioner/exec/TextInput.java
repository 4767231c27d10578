package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.CommandResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Text of the manifest as standard input, as it is written. */
record TextInput(String text) implements Input {

    @Override
    public void describe(KeyBuilder key) {
        key.field("stdin", text);
    }

    @Override
    public CommandResult feed(Reader reader) throws InterruptedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return reader.run(command -> command.stdin(() -> new ByteArrayInputStream(bytes)));
    }
}
