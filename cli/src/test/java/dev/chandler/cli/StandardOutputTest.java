package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    @Test
    void hasLostNothingWhereAllArrived() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(stream);
        output.writer().print("größe");

        assertThat(output.lost()).isEmpty();
        assertThat(stream).hasToString("größe");
    }

    @Test
    void saysWhyWhatWasWrittenIsLost() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            StandardOutput output = new StandardOutput(full);
            output.writer().println("hello");

            assertThat(output.lost())
                    .flatMap(Problem::why)
                    .hasValueSatisfying(why -> assertThat(why).contains("No space left on device"));
        }
    }

    @Test
    void isSilentWhereTheReaderHasSeenEnough() {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        output.writer().println("hello");

        assertThat(output.lost()).isEmpty();
    }
}
