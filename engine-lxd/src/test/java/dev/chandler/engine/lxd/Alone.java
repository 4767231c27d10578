package dev.chandler.engine.lxd;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has a class of tests wait until no other one uses a daemon of which there is only one, for the JVMs that run tests side by side.
 */
final class Alone implements BeforeAllCallback, AfterAllCallback {

    private final Path lock;
    private @Nullable FileChannel held;

    private Alone(Path lock) {
        this.lock = lock;
    }

    static Alone onIncus() {
        return new Alone(Path.of("target", "incus.lock"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        channel.lock();
        held = channel;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (held != null) {
            held.close();
        }
    }
}
