package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandInputTest {

    private static final InputStream BROKEN = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("the disk is broken");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    };

    private final List<String> did = new ArrayList<>();

    @Test
    void theCommandIsOverBeforeAnInputThatFailedEnds() throws Exception {
        try (CommandInput input = new CommandInput(BROKEN, () -> did.add("ended the command"))) {
            assertThat(input.read(new byte[8])).isEqualTo(-1);

            assertThat(did).containsExactly("ended the command");
            assertThat(input.failure())
                    .get()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("java.io.IOException: the disk is broken");
        }
    }

    @Test
    void anInputThatFailedHasNoEndWhereTheCommandGoesOn() throws Exception {
        Runnable ending = () -> {
            throw new IllegalStateException("it still runs");
        };
        try (CommandInput input = new CommandInput(BROKEN, ending)) {
            assertThatThrownBy(() -> input.read(new byte[8]))
                    .hasMessageContaining("the disk is broken")
                    .hasSuppressedException(new IllegalStateException("it still runs"));
        }
    }

    @Test
    void nothingIsEndedWhereAReadFailsBecauseTheInputWasClosed() throws Exception {
        CommandInput input = new CommandInput(BROKEN, () -> did.add("ended the command"));
        input.close();

        assertThatThrownBy(() -> input.read(new byte[8])).hasMessageContaining("the disk is broken");
        assertThat(did).isEmpty();
        assertThat(input.failure()).isEmpty();
    }
}
