package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets over channels, for Unix sockets and for TCP, which an interrupt of the waiting thread ends.
 *
 * <p>Thread-safe. The sockets keep no thread; reads honour {@link Socket#setSoTimeout}.
 */
public final class ChannelSocketFactory extends SocketFactory {

    /** The kernel's EAGAIN, which the JDK tells apart by its words alone. */
    private static final String BACKLOG_FULL = "Resource temporarily unavailable";

    private static final Duration BACKLOG_PAUSE = Duration.ofMillis(5);

    private final @Nullable UnixDomainSocketAddress unix;

    private ChannelSocketFactory(@Nullable UnixDomainSocketAddress unix) {
        this.unix = unix;
    }

    /**
     * A factory whose sockets all connect to one Unix socket, whatever address they are given.
     *
     * @param path the socket's path
     * @return the factory
     */
    public static ChannelSocketFactory unix(Path path) {
        return new ChannelSocketFactory(UnixDomainSocketAddress.of(path));
    }

    /**
     * A factory of TCP sockets.
     *
     * @return the factory
     */
    public static ChannelSocketFactory tcp() {
        return new ChannelSocketFactory(null);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new ChannelSocket(unix == null ? ChannelSocketFactory::connectTcp : this::connectUnix);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(SocketAddress address) throws IOException {
        Socket socket = createSocket();
        try {
            socket.connect(address);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static void connectTcp(ChannelSocket socket, SocketAddress address, Deadline deadline) throws IOException {
        SocketChannel channel = socket.use(SocketChannel.open());
        // A host that has vanished says nothing: without this, who waits for it waits for ever.
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
            socket.awaitConnected(deadline);
        }
    }

    /** A Unix socket connects at once or not at all; what is left is a backlog that is full, which can only be retried. */
    private void connectUnix(ChannelSocket socket, SocketAddress ignored, Deadline deadline) throws IOException {
        while (!triedUnix(socket)) {
            deadline.check("connect timed out");
            LockSupport.parkNanos(BACKLOG_PAUSE.toNanos());
            Deadline.checkInterrupt();
        }
    }

    private boolean triedUnix(ChannelSocket socket) throws IOException {
        SocketChannel channel = socket.use(SocketChannel.open(StandardProtocolFamily.UNIX));
        channel.configureBlocking(false);
        try {
            return channel.connect(unix);
        } catch (SocketException e) {
            channel.close();
            if (BACKLOG_FULL.equals(e.getMessage())) {
                return false;
            }
            throw e;
        }
    }
}
