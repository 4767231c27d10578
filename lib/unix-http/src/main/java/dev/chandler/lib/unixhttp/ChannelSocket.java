package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The face of a {@link Socket} on a non-blocking channel.
 *
 * <p>Non-blocking, because only so can a read on a Unix socket have a timeout, and be ended by an interrupt or a close
 * without harm to a write that runs beside it. One thread may read while another writes; close may come from any.
 */
final class ChannelSocket extends Socket {

    /** Connects the socket to what the factory decides. */
    interface Connector {
        void connect(ChannelSocket socket, SocketAddress address, Deadline deadline) throws IOException;
    }

    private final Connector connector;
    private final ChannelWait readable = new ChannelWait();
    private final ChannelWait writable = new ChannelWait();
    private volatile @Nullable SocketChannel channel;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile int soTimeoutMillis;

    ChannelSocket(Connector connector) {
        this.connector = connector;
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        connect(address, 0);
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        connector.connect(this, address, Deadline.inMillis(timeoutMillis));
        connected = true;
    }

    /** Makes a channel this socket's, to be closed with it. */
    synchronized SocketChannel use(SocketChannel fresh) throws IOException {
        if (closed) {
            fresh.close();
            throw closedByUs();
        }
        channel = fresh;
        return fresh;
    }

    void awaitConnected(Deadline deadline) throws IOException {
        try {
            while (!channel().finishConnect()) {
                writable.await(channel(), SelectionKey.OP_CONNECT, deadline, "connect timed out");
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closedByUs();
        }
    }

    private int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Deadline deadline = Deadline.inMillis(soTimeoutMillis);
        ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
        try {
            int count;
            while ((count = channel().read(target)) == 0) {
                readable.await(channel(), SelectionKey.OP_READ, deadline, "read timed out");
            }
            return count;
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closedByUs();
        }
    }

    private void write(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
        try {
            while (source.hasRemaining()) {
                if (channel().write(source) == 0) {
                    writable.await(channel(), SelectionKey.OP_WRITE, Deadline.inMillis(0), "write timed out");
                }
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closedByUs();
        }
    }

    private SocketChannel channel() throws SocketException {
        SocketChannel current = channel;
        if (current == null || closed) {
            throw closed ? closedByUs() : new SocketException("Socket is not connected");
        }
        return current;
    }

    private static SocketException closedByUs() {
        return new SocketException("Socket closed");
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        SocketChannel current = channel;
        try {
            if (current != null) {
                current.close();
            }
        } finally {
            // After the channel: only when its keys are gone does the descriptor go, and whoever waits wakes up.
            readable.close();
            writable.close();
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return ChannelSocket.this.read(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                ChannelSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                ChannelSocket.this.write(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                ChannelSocket.this.close();
            }
        };
    }

    @Override
    public void shutdownInput() throws IOException {
        inputShut = true;
        channel().shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        outputShut = true;
        channel().shutdownOutput();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isBound() {
        return connected;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut;
    }

    @Override
    public synchronized void setSoTimeout(int timeoutMillis) {
        soTimeoutMillis = timeoutMillis;
    }

    @Override
    public synchronized int getSoTimeout() {
        return soTimeoutMillis;
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        SocketChannel current = channel();
        if (current.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            try {
                current.setOption(StandardSocketOptions.TCP_NODELAY, on);
            } catch (IOException e) {
                throw (SocketException) new SocketException(e.getMessage()).initCause(e);
            }
        }
    }

    @Override
    public InetAddress getInetAddress() {
        return remoteInet().getAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return remoteInet().getPort();
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    /** An address of the internet's kind, which HTTP clients expect; of a Unix socket the loopback address. */
    @Override
    public SocketAddress getRemoteSocketAddress() {
        return remoteInet();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(getLocalAddress(), 0);
    }

    @Override
    public @Nullable SocketChannel getChannel() {
        return channel;
    }

    private InetSocketAddress remoteInet() {
        SocketChannel current = channel;
        try {
            if (current != null && current.getRemoteAddress() instanceof InetSocketAddress inet) {
                return inet;
            }
        } catch (IOException e) {
            // Closed already; what is asked for is only good for messages then.
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public String toString() {
        return "ChannelSocket[" + channel + "]";
    }
}
