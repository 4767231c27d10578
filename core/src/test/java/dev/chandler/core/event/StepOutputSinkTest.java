package dev.chandler.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepOutputSinkTest {

    private final List<RunEvent> events = new ArrayList<>();
    private final StepOutputSink sink = new StepOutputSink("step", new EventBus(List.of(events::add)));

    private String text() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(((RunEvent.StepOutput) event).text()));
        return text.toString();
    }

    @Test
    void putsACharacterTogetherThatChunksCutInTwo() {
        for (byte one : "grün 🚢\n".getBytes(StandardCharsets.UTF_8)) {
            sink.write(Channel.STDOUT, new byte[] {one});
        }
        assertThat(text()).isEqualTo("grün 🚢\n");
    }

    @Test
    void keepsTheHalvesOfTwoChannelsApart() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        sink.write(Channel.STDOUT, new byte[] {euro[0]});
        sink.write(Channel.STDERR, euro);
        sink.write(Channel.STDOUT, new byte[] {euro[1], euro[2]});

        assertThat(text()).isEqualTo("€€");
    }

    @Test
    void replacesWhatIsNoText() {
        sink.write(Channel.STDOUT, new byte[] {'a', (byte) 0xff, 'b'});
        assertThat(text()).isEqualTo("a\ufffdb");
    }

    @Test
    void givesOutAHalfCharacterAtTheEnd() {
        sink.write(Channel.STDOUT, new byte[] {'a', (byte) 0xe2});
        sink.close();
        assertThat(text()).isEqualTo("a\ufffd");
    }

    @Test
    void goesOnWhenAListenerThrows() {
        List<RunEvent> told = new ArrayList<>();
        EventBus bus = new EventBus(List.of(
                event -> {
                    throw new IllegalStateException("broken");
                },
                told::add));
        bus.publish(new RunEvent.Notice("one"));
        bus.publish(new RunEvent.Notice("two"));

        assertThat(told).hasSize(2);
    }
}
