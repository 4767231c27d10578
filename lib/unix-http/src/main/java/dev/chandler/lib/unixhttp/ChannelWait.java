package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a channel is ready for one direction; its selector is made at the first wait.
 *
 * <p>One thread waits at a time; closing, from any thread, ends the wait with a {@link ClosedSelectorException}
 * or, where the channel was closed, a {@link ClosedChannelException}.
 */
final class ChannelWait {

    private @Nullable Selector selector;
    private boolean closed;

    void await(SocketChannel channel, int operation, Deadline deadline, String lateWords) throws IOException {
        deadline.check(lateWords);
        Deadline.checkInterrupt();
        Selector ready = selector();
        register(channel, ready, operation);
        ready.select(selected -> {}, deadline.selectMillis());
        Deadline.checkInterrupt();
    }

    private static void register(SocketChannel channel, Selector ready, int operation) throws IOException {
        SelectionKey key = channel.keyFor(ready);
        try {
            if (key == null) {
                channel.register(ready, operation);
            } else {
                key.interestOps(operation);
            }
        } catch (CancelledKeyException e) {
            // Its channel was closed a moment ago.
            throw (ClosedChannelException) new ClosedChannelException().initCause(e);
        }
    }

    private synchronized Selector selector() throws IOException {
        if (closed) {
            throw new ClosedSelectorException();
        }
        Selector current = selector;
        if (current == null) {
            current = Selector.open();
            selector = current;
        }
        return current;
    }

    /** Idempotent. */
    void close() throws IOException {
        Selector current;
        synchronized (this) {
            closed = true;
            current = selector;
        }
        if (current != null) {
            current.close();
        }
    }
}
