package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.RunEvent;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keeping a state takes long, it isn't done after every step. */
class CostlyStatesTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();
    private final SteppedClock clock = new SteppedClock();

    private List<String> keptAfter(String... steps) throws InterruptedException {
        new TestBuild(host, folder).clock(clock).install(steps).run(events);
        return events.events(RunEvent.CheckpointTaken.class).stream()
                .map(RunEvent.CheckpointTaken::step)
                .toList();
    }

    private void takes(String call, int nth, Duration time) {
        host.at(call, nth, () -> clock.now = clock.now.plus(time));
    }

    @Test
    void aStateThatIsKeptWithinASecondIsKeptAfterEveryStep() throws InterruptedException {
        takes("snapshot", 1, CheckpointRule.CHEAP);

        assertThat(keptAfter("write /a 1", "write /b 1", "write /c 1"))
                .containsExactly("install[0]", "install[1]", "install[2]");
    }

    @Test
    void afterOneThatTookLongTheNextIsKeptWhenAsMuchTimeHasGoneByAndAtTheEnd() throws InterruptedException {
        takes("snapshot", 1, Duration.ofSeconds(5));
        takes("run", 2, Duration.ofSeconds(4));
        takes("run", 3, Duration.ofSeconds(1));
        takes("snapshot", 2, Duration.ofSeconds(9));

        assertThat(keptAfter("write /a 1", "write /b 1", "write /c 1", "write /d 1", "write /e 1"))
                .containsExactly("install[0]", "install[2]", "install[4]");
        assertThat(host.image("app:latest").orElseThrow().tree().text("/d")).isPresent();
    }

    @Test
    void theNextBuildGoesOnFromTheLastOneThatWasKept() throws InterruptedException {
        takes("snapshot", 1, Duration.ofSeconds(5));
        keptAfter("write /a 1", "write /b 1", "write /c 1");

        EventRecorder next = new EventRecorder();
        new TestBuild(host, folder)
                .install("write /a 1", "write /b 1", "write /c 2")
                .run(next);

        assertThat(next.summary()).contains("StepHit install[0]", "StepStarted install[1]", "StepStarted install[2]");
    }

    /** Stands still but for what a test says. */
    private static final class SteppedClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
