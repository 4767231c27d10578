package dev.chandler.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * A place where a fake command waits ({@code block NAME}) until the test lets it go on, once and for all.
 *
 * <p>Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeLatch {

    private static final long PATIENCE_SECONDS = 30;

    private final String name;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    FakeLatch(String name) {
        this.name = name;
    }

    /**
     * Waits until a command has come to the latch.
     *
     * @throws InterruptedException if cancelled
     * @throws AssertionError if none came within 30 s
     */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no command came to latch " + name + " within " + PATIENCE_SECONDS + " s");
        }
    }

    /**
     * Whether a command has come to the latch.
     *
     * @return true from then on
     */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Lets every command go on that waits here, or will come. */
    public void release() {
        released.countDown();
    }

    void pass() throws InterruptedException {
        reached.countDown();
        released.await();
    }
}
