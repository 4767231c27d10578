package dev.chandler.core.run;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.Communicator;
import dev.chandler.core.secret.MaskedSink;
import dev.chandler.core.secret.Masking;
import java.io.InputStream;
import java.util.Optional;

/**
 * The way into an instance for one step: what commands write is masked before a provisioner sees it, so that none can
 * quote a secret in a message. Thread-safe.
 */
final class MaskedCommunicator implements Communicator {

    private final Communicator communicator;
    private final Masking masking;
    private volatile boolean secretWritten;

    MaskedCommunicator(Communicator communicator, Masking masking) {
        this.communicator = communicator;
        this.masking = masking;
    }

    /** Whether a secret came on some command's standard output. */
    boolean secretWritten() {
        return secretWritten;
    }

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        MaskedSink masked = masking.over(output);
        try (masked) {
            return communicator.run(command, masked);
        } finally {
            if (masked.masked(OutputSink.Channel.STDOUT)) {
                secretWritten = true;
            }
        }
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        communicator.put(directory, tar);
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        return communicator.get(path);
    }
}
