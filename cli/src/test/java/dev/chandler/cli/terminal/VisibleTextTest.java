package dev.chandler.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void sequencesAreNotSeen() {
        assertSeen("\u001b[1;31mred\u001b[0m", "red");
        assertSeen("\u001b]0;title\u0007text", "text");
        assertSeen("\u001b]0;title\u001b\\text", "text");
        assertSeen("a\u001b]0;title\u001b[1mb", "ab");
        assertSeen("a\u001b[31", "a");
        assertSeen("a\u001b[31\u00fc", "a\u00fc");
        assertSeen("a\u001b(Bb", "ab");
        assertSeen("a\u001b", "a");
        assertSeen("1 %\r2 %\r", "2 %");
        assertSeen("a\u202eb", "ab");
    }

    private static void assertSeen(String written, String seen) {
        assertThat(VisibleText.of(written)).isEqualTo(seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u009d", "\u009b1", "\u001b[1", "\u001b(", "\u001b]"})
    @Timeout(10)
    void noTextTakesLong(String begun) {
        assertThat(VisibleText.of(begun.repeat(1 << 16) + "\u001bx")).isEmpty();
    }
}
