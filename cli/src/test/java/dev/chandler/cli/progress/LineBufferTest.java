package dev.chandler.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void aLineMayComeInPieces() {
        assertThat(buffer.add("o")).isEmpty();
        assertThat(buffer.add("ne\r\n\ntw")).containsExactly("one", "");
        assertThat(buffer.flush()).containsExactly("tw");
        assertThat(buffer.flush()).isEmpty();
    }

    @Test
    void whatNeverEndsALineIsNotKeptWithoutBounds() {
        String piece = "x".repeat(LineBuffer.LONGEST / 4);

        for (int i = 0; i < 4; i++) {
            assertThat(buffer.add(piece)).isEmpty();
        }
        assertThat(buffer.add("yz")).containsExactly(piece.repeat(4));
        assertThat(buffer.add("\n")).containsExactly("yz");
    }

    @Test
    void noCharacterIsCutInTwo() {
        String most = "x".repeat(LineBuffer.LONGEST - 1);

        List<String> lines = buffer.add(most + "\uD83D\uDE00\n");

        assertThat(lines).containsExactly(most, "\uD83D\uDE00");
    }
}
