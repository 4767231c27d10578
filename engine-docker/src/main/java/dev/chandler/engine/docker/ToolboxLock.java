package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The right to fill a toolbox: a container whose name the daemon gives once.
 *
 * <p>As it is never started, it does not end with its client. So its client puts a file into it again and again, and who
 * sees the same file for long takes the lock away. Used by one thread.
 */
final class ToolboxLock implements AutoCloseable {

    private static final Duration BEAT = Duration.ofSeconds(2);

    /** How long a holder may show no sign of life: several beats, for a daemon may be busy. */
    static final Duration GONE = Duration.ofSeconds(20);

    private static final String FILE = "chandler-beat";
    private static final String STAT = "X-Docker-Container-Path-Stat";
    private static final MediaType TAR = MediaType.get("application/x-tar");

    private final DockerHttp http;
    private final DockerDriver driver;
    private final String container;
    private final Thread beats;

    private ToolboxLock(DockerHttp http, DockerDriver driver, String container) {
        this.http = http;
        this.driver = driver;
        this.container = container;
        this.beats = new Thread(this::beat, "chandler-docker-toolbox");
        beats.setDaemon(true);
        beats.start();
    }

    /** Takes the lock of a toolbox; empty if somebody has it. */
    static Optional<ToolboxLock> take(
            DockerHttp http, DockerDriver driver, ToolboxContainers containers, Digest digest, ImageFacts image)
            throws InterruptedException {
        Optional<String> made = Shield.make(() -> containers.createLock(digest, image), undone -> {
            Optional<String> container = undone.flatMap(each -> each);
            if (container.isPresent()) {
                driver.removeContainer(container.get());
            }
        });
        return made.map(container -> new ToolboxLock(http, driver, container));
    }

    private void beat() {
        try {
            for (int beat = 1; ; beat++) {
                TimeUnit.NANOSECONDS.sleep(BEAT.toNanos());
                beat(beat);
            }
        } catch (InterruptedException e) {
            // The lock is given back.
        }
    }

    private void beat(int number) throws InterruptedException {
        Request put = new Request.Builder()
                .url(http.at("containers/" + container + "/archive")
                        .newBuilder()
                        .addQueryParameter("path", "/")
                        .build())
                .put(RequestBody.create(file(number), TAR))
                .build();
        try {
            http.ask(put, Patience.WORK);
        } catch (EngineException e) {
            // Who fills the toolbox learns of it, too.
        }
    }

    private static byte[] file(int number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(FILE);
            entry.setModTime(TimeUnit.SECONDS.toMillis(number));
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What changes as long as the holder of a lock lives. */
    static String sign(DockerHttp http, String container) throws InterruptedException {
        Request head = new Request.Builder()
                .head()
                .url(http.at("containers/" + container + "/archive")
                        .newBuilder()
                        .addQueryParameter("path", "/" + FILE)
                        .build())
                .build();
        String stat = http.ask(head, Patience.WORK).headers().get(STAT);
        return container + " " + (stat == null ? "" : stat);
    }

    /** Whether nobody has taken it away. */
    boolean isHeld(Optional<String> holder) {
        return holder.filter(container::equals).isPresent();
    }

    /** Gives it back. */
    @Override
    public void close() {
        beats.interrupt();
        Shield.always(() -> driver.removeContainer(container));
    }
}
