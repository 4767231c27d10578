package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ContainerFilesTest {

    private static final String PUT = "HTTP/1.1 200 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    @TempDir
    Path folder;

    /** What was asked for and what was answered, in this order. */
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** A daemon with one container, in which every directory is there. */
    private DaemonDouble daemon(Consumer<String> beforePut) throws IOException {
        return DaemonDouble.scripted(folder.resolve("docker.sock"), request -> {
            String line = request.replaceFirst("(?s)\r\n.*", "").replaceFirst(" HTTP/1.1$", "");
            if (line.startsWith("HEAD ")) {
                log.add("look");
                return DaemonDouble.answer(200, "");
            }
            if (!line.startsWith("PUT ")) {
                // The rest of an archive.
                return "";
            }
            String directory = line.replaceFirst(".*path=%2F(\\w+)%2F.*", "$1");
            log.add("put " + directory);
            beforePut.accept(directory);
            log.add("done " + directory);
            return PUT;
        });
    }

    private static Thread putting(ContainerFiles files, String directory, CompletableFuture<Void> end) {
        Thread thread = new Thread(() -> {
            try {
                files.put(directory, new TarFiles().file("a", 0644, 0, "A").stream(), ToolsLink.NONE);
                end.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void aPutWhoseSourceStallsKeepsNoOtherWaiting() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (DaemonDouble daemon = daemon(directory -> {});
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            ContainerFiles files = new ContainerFiles(http, driver, "c");
            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
                try {
                    files.put(
                            "/slow",
                            new Stalling(new TarFiles().file("a", 0644, 0, "A").stream(), stalled, goOn),
                            ToolsLink.NONE);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            stalled.await();
            files.put("/quick", new TarFiles().file("a", 0644, 0, "A").stream(), ToolsLink.NONE);

            assertThat(log).containsExactly("look", "put quick", "done quick");
            goOn.countDown();
            slow.get(10, TimeUnit.SECONDS);
            assertThat(log).endsWith("put slow", "done slow");
        }
    }

    /** The daemon would leave the second without an answer until it is done with the first. */
    @Test
    void asksNothingOfAContainerThatStillUnpacks() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        CompletableFuture<Thread> other = new CompletableFuture<>();
        try (DaemonDouble daemon = daemon(directory -> {
                    if (directory.equals("first")) {
                        other.join().start();
                        awaitTurn(other.join());
                    }
                });
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            ContainerFiles files = new ContainerFiles(http, driver, "c");
            other.complete(putting(files, "/second", second));
            putting(files, "/first", first).start();
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
        }

        assertThat(log).containsExactly("look", "put first", "done first", "look", "put second", "done second");
    }

    /** Until it waits for its turn, or has asked for something without one. */
    private void awaitTurn(Thread thread) {
        int before = log.size();
        while (thread.getState() != Thread.State.WAITING && log.size() == before && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** Gives nothing until it may go on. */
    private static final class Stalling extends InputStream {

        private final InputStream content;
        private final CountDownLatch stalled;
        private final CountDownLatch goOn;

        Stalling(InputStream content, CountDownLatch stalled, CountDownLatch goOn) {
            this.content = content;
            this.stalled = stalled;
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            stalled.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return content.read(buffer, offset, length);
        }
    }
}
