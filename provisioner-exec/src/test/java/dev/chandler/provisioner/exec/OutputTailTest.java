package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.testkit.RecordedOutput;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    private final RecordedOutput output = new RecordedOutput();
    private final OutputTail tail = new OutputTail(output);

    @Test
    void everythingIsHandedOn() {
        write(Channel.STDOUT, "a");
        write(Channel.STDERR, "b");

        assertThat(output.out()).isEqualTo("a");
        assertThat(output.err()).isEqualTo("b");
    }

    @Test
    void theLastTenLinesAreRemembered() {
        IntStream.range(0, 100_000).forEach(i -> write(Channel.STDOUT, "line " + i + "\n"));

        assertThat(tail.lastLines()).hasSize(10).startsWith("line 99990").endsWith("line 99999");
    }

    @Test
    void aChunkMayBeBiggerThanWhatIsRemembered() {
        write(Channel.STDOUT, "x".repeat(100_000) + "\nend");

        assertThat(tail.lastLines()).hasSize(2).endsWith("end");
        assertThat(tail.lastLines().get(0)).hasSize(4096 - 4);
    }

    @Test
    void linesThatAreWrittenOverAreNotThere() {
        write(Channel.STDERR, "10 %\r50 %\r100 %\r\n\r\ndone\r\n");

        assertThat(tail.lastLines()).containsExactly("100 %", "done");
    }

    @Test
    void coloursAndControlsAreTakenOut() {
        write(Channel.STDERR, "\u001b[1;31merror:\u001b[0m\tno\u0007 \u001b]0;title\u0007file\n");

        assertThat(tail.lastLines()).containsExactly("error:\tno file");
    }

    @Test
    void aCharacterThatIsCutIsLeftOut() {
        write(Channel.STDOUT, "ü".repeat(3000) + "x");

        assertThat(tail.lastLines()).containsExactly("ü".repeat(2047) + "x");
    }

    private void write(Channel channel, String text) {
        tail.write(channel, text.getBytes(StandardCharsets.UTF_8));
    }
}
