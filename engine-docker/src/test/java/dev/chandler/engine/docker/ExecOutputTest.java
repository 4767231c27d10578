package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.testkit.RecordedOutput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExecOutputTest {

    private final RecordedOutput recorded = new RecordedOutput();
    private final ExecOutput output = new ExecOutput(recorded);

    private void write(Channel channel, String text) {
        output.write(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void passesOrdinaryOutputAtOnce() {
        write(Channel.STDOUT, "line\n");

        assertThat(recorded.out()).isEqualTo("line\n");
        assertThat(output.reason()).isEmpty();
    }

    @Test
    void holdsBackWhatMayBeTheDaemonsUntilItIsKnown() {
        write(Channel.STDOUT, "OCI runtime exec failed\r\n");
        assertThat(recorded.out()).isEmpty();

        assertThat(output.reason()).isEqualTo("OCI runtime exec failed");
        output.release();
        assertThat(recorded.out()).isEmpty();
    }

    @Test
    void givesItBackWhereTheCommandWroteIt() {
        write(Channel.STDOUT, "dos\r\n");
        output.release();

        assertThat(recorded.out()).isEqualTo("dos\r\n");
    }

    @Test
    void keepsTheOrder() {
        write(Channel.STDOUT, "dos\r\n");
        write(Channel.STDERR, "e");
        write(Channel.STDOUT, "more\r\n");

        assertThat(recorded.out()).isEqualTo("dos\r\nmore\r\n");
        assertThat(recorded.err()).isEqualTo("e");
    }
}
