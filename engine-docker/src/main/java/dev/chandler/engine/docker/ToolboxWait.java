package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for another client that fills a toolbox, and gives it up when it shows no sign of life. Used by one thread. */
final class ToolboxWait {

    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final DockerHttp http;
    private final Supplier<DockerDriver> driver;
    private final ToolboxContainers containers;
    private final Digest digest;
    private final Duration gone;
    private String sign = "";
    private long since;
    private long pause = 20;

    ToolboxWait(
            DockerHttp http,
            Supplier<DockerDriver> driver,
            ToolboxContainers containers,
            Digest digest,
            Duration gone) {
        this.http = http;
        this.driver = driver;
        this.containers = containers;
        this.digest = digest;
        this.gone = gone;
    }

    /** Waits a moment; takes away the lock of a client that is gone. */
    void pause() throws InterruptedException {
        Optional<String> holder = containers.holder(digest);
        if (holder.isEmpty()) {
            return;
        }
        String now = ToolboxLock.sign(http, holder.get());
        if (!now.equals(sign)) {
            sign = now;
            since = System.nanoTime();
        } else if (System.nanoTime() - since > gone.toNanos()) {
            // By its id: the name may be another's by now.
            driver.get().removeContainer(holder.get());
        }
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
}
