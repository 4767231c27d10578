package dev.chandler.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.RunEvent;
import dev.chandler.testkit.EventRecorder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventBusTest {

    @Test
    void tellsAListenerNothingMoreThatThrewWhateverItThrew() {
        AtomicInteger bugs = new AtomicInteger();
        AtomicInteger errors = new AtomicInteger();
        EventRecorder recorder = new EventRecorder();
        EventBus bus = new EventBus(List.of(
                event -> {
                    bugs.incrementAndGet();
                    throw new IllegalStateException("a bug");
                },
                event -> {
                    errors.incrementAndGet();
                    throw new NoClassDefFoundError("a class");
                },
                recorder));

        bus.publish(new RunEvent.Notice("one"));
        bus.publish(new RunEvent.Notice("two"));

        assertThat(bugs).hasValue(1);
        assertThat(errors).hasValue(1);
        assertThat(recorder.events()).hasSize(2);
    }
}
