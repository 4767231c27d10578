package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ChannelSocketTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @TempDir
    Path folder;

    private @Nullable UnixServer server;

    private void serve(UnixServer.Script script) throws IOException {
        server = UnixServer.start(path(), script);
    }

    @AfterEach
    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    private Path path() {
        return folder.resolve("s.sock");
    }

    private Socket connect() throws IOException {
        Socket socket = ChannelSocketFactory.unix(path()).createSocket();
        socket.connect(ANY, 1000);
        return socket;
    }

    @Test
    void carriesBytesBothWays() throws Exception {
        serve(channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(5);
            channel.read(buffer);
            channel.write(buffer.flip());
        });
        try (Socket socket = connect()) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello");
        }
    }

    @Test
    void aHalfCloseEndsTheServersInputAndKeepsOurs() throws Exception {
        serve(channel -> {
            int count = 0;
            ByteBuffer buffer = ByteBuffer.allocate(100);
            for (int n; (n = channel.read(buffer.clear())) >= 0; ) {
                count += n;
            }
            UnixServer.send(channel, "got " + count);
        });
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[300]);
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("got 300");
            assertThat(socket.isOutputShutdown()).isTrue();
        }
    }

    @Test
    void writesMoreThanTheKernelTakesAtOnceWhileTheOtherSideWritesToo() throws Exception {
        byte[] sent = new byte[5_000_000];
        Arrays.fill(sent, (byte) 7);
        serve(channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        });
        try (Socket socket = connect()) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
            writing.get();
        }
    }

    @Test
    void aReadEndsByItsTimeoutAndTheSocketStaysGood() throws Exception {
        serve(channel -> {
            channel.read(ByteBuffer.allocate(1));
            UnixServer.send(channel, "late");
        });
        try (Socket socket = connect()) {
            socket.setSoTimeout(100);
            long start = System.nanoTime();

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

            socket.setSoTimeout(5000);
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("late");
        }
    }

    @Test
    void anInterruptEndsAReadAndStaysSet() throws Exception {
        serve(UnixServer.silent());
        try (Socket socket = connect()) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    socket.getInputStream().read();
                } catch (InterruptedIOException e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (IOException e) {
                    interrupted.completeExceptionally(e);
                }
            });
            reader.start();
            awaitWaiting(reader);
            reader.interrupt();

            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingFromAnotherThreadEndsARead() throws Exception {
        serve(UnixServer.silent());

        Socket socket = connect();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                read.complete(socket.getInputStream().read());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        reader.start();
        awaitWaiting(reader);
        socket.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                .withCauseInstanceOf(SocketException.class);
    }

    /** Until the thread is inside the kernel's wait; a thread in native code counts as runnable. */
    private static void awaitWaiting(Thread thread) {
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getClassName().contains("EPoll"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aServerWhoseBacklogIsFullEndsByTheConnectTimeout() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocketChannel server = UnixServer.listen(path(), 1)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            Socket socket = ChannelSocketFactory.unix(path()).createSocket();
                            sockets.add(socket);
                            socket.connect(ANY, 100);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.isOpen()).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aMissingSocketIsSaidSo() {
        assertThatThrownBy(this::connect).isInstanceOf(SocketException.class).hasMessageContaining("No such file");
    }

    @Test
    void connectsByTcpToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket socket = ChannelSocketFactory.tcp().createSocket()) {
            socket.connect(server.getLocalSocketAddress(), 1000);
            socket.setTcpNoDelay(true);
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write('x');
            }

            assertThat(socket.getInputStream().read()).isEqualTo('x');
            assertThat(socket.getPort()).isEqualTo(server.getLocalPort());
        }
    }

    @Test
    void aChannelThatIsClosedBetweenTwoWaitsIsSaidToBeClosed() throws Exception {
        serve(channel -> channel.read(ByteBuffer.allocate(1)));
        try (Socket socket = connect()) {
            SocketChannel channel = socket.getChannel();
            ChannelWait wait = new ChannelWait();
            wait.await(channel, SelectionKey.OP_WRITE, Deadline.inMillis(1000), "late");
            channel.close();

            assertThatExceptionOfType(ClosedChannelException.class)
                    .isThrownBy(() -> wait.await(channel, SelectionKey.OP_WRITE, Deadline.inMillis(1000), "late"));
            wait.close();
        }
    }

    @Test
    void tcpConnectionsLookWhetherTheOtherSideIsStillThere() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = ChannelSocketFactory.tcp().createSocket(tcp.getInetAddress(), tcp.getLocalPort())) {
            assertThat(socket.getChannel().getOption(StandardSocketOptions.SO_KEEPALIVE))
                    .isTrue();
        }
    }
}
