package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeartbeatTest {

    private static final Duration SOON = Duration.ofMillis(5);

    private final Semaphore pings = new Semaphore(0);

    @Test
    void asksAsLongAsSomebodyWaitsAndNoLonger() throws Exception {
        try (Heartbeat heartbeat = new Heartbeat(SOON, pings::release)) {
            Heartbeat.Wait first = heartbeat.waiting(() -> {});
            pings.acquire(3);
            first.over();
            // One more may be on its way.
            pings.tryAcquire(1, 200, TimeUnit.MILLISECONDS);
            pings.drainPermits();

            assertThat(pings.tryAcquire(1, 200, TimeUnit.MILLISECONDS)).isFalse();
            heartbeat.waiting(() -> {});
            pings.acquire(2);
        }
    }

    @Test
    void cutsAllThatWaitWhenThereIsNoAnswer() throws Exception {
        IOException silence = new IOException("silence");
        CountDownLatch cut = new CountDownLatch(2);
        try (Heartbeat heartbeat = new Heartbeat(SOON, () -> {
            throw silence;
        })) {
            heartbeat.waiting(cut::countDown);
            heartbeat.waiting(cut::countDown);

            cut.await();
            assertThat(heartbeat.lost()).contains(silence);
        }
    }

    @Test
    void leavesAloneWhoNoLongerWaits() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (Heartbeat heartbeat = new Heartbeat(SOON, () -> {
            throw new IOException("silence");
        })) {
            Heartbeat.Wait wait = heartbeat.waiting(left::countDown);
            heartbeat.waiting(cut::countDown);
            wait.over();

            cut.await();
            assertThat(left.getCount()).isEqualTo(1);
        }
    }
}
