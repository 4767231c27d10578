package dev.chandler.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void linesComeTogetherFromPieces() {
        assertThat(buffer.add("a")).isEmpty();
        assertThat(buffer.add("b\r\n\nc\r")).containsExactly("ab", "");
        assertThat(buffer.add("\nd")).containsExactly("c");
        assertThat(buffer.flush()).containsExactly("d");
        assertThat(buffer.flush()).isEmpty();
    }

    @Test
    void aLineWithoutEndIsCutAndLosesNothing() {
        String piece = "x".repeat(1000);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.addAll(buffer.add(piece));
        }
        lines.addAll(buffer.add(piece + "\n"));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).hasSize(LineBuffer.LONGEST);
        assertThat(String.join("", lines)).isEqualTo("x".repeat(101_000));
    }

    @Test
    void aCutIsNeverWithinACharacter() {
        List<String> lines = new ArrayList<>(buffer.add("x" + "\uD83D\uDEA2".repeat(LineBuffer.LONGEST)));
        lines.addAll(buffer.flush());

        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(Character.isLowSurrogate(line.charAt(0))).isFalse());
        assertThat(String.join("", lines)).isEqualTo("x" + "\uD83D\uDEA2".repeat(LineBuffer.LONGEST));
    }

    @Test
    void theTimeOfALineIsInProportionToItsLength() {
        String piece = "x".repeat(1000);

        assertThatCode(() -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                    for (int i = 0; i < 50_000; i++) {
                        buffer.add(piece);
                    }
                }))
                .doesNotThrowAnyException();
    }
}
