package dev.chandler.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChangesTest {

    @Test
    void equalTextsHaveNone() {
        assertThat(LineChanges.of("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void eachIsNumberedInItsOwnText() {
        assertThat(LineChanges.of("a\nb\nc\nd\n", "b\nc\nx\nd\ne\n")).containsExactly("-1  a", "+3  x", "+5  e");
    }

    @Test
    void whatWentIsBeforeWhatCameInItsPlace() {
        assertThat(LineChanges.of("a\nb\nc\n", "a\nx\ny\nc\n")).containsExactly("-2  b", "+2  x", "+3  y");
    }

    @Test
    void anEmptyTextHasNoLines() {
        assertThat(LineChanges.of("", "a\n")).containsExactly("+1  a");
        assertThat(LineChanges.of("a\n", "")).containsExactly("-1  a");
    }

    @Test
    void aLineFeedAtTheEndIsSaidWhereNothingElseDiffers() {
        assertThat(LineChanges.of("a", "a\n")).containsExactly("the line feed at the end came");
        assertThat(LineChanges.of("a\n", "a")).containsExactly("the line feed at the end went");
    }

    @Test
    void manyAreCounted() {
        String many = IntStream.range(0, 30).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

        assertThat(LineChanges.of("", many)).hasSize(21).endsWith("and 10 more lines");
    }

    @Test
    void largeTextsAreComparedFromBothEnds() {
        String one = IntStream.range(0, 3000).mapToObj(i -> "a" + i + "\n").collect(Collectors.joining());
        String two = IntStream.range(0, 3000).mapToObj(i -> "b" + i + "\n").collect(Collectors.joining());

        assertThat(LineChanges.of("x\n" + one, "x\n" + two))
                .startsWith("-2  a0")
                .endsWith("and 5980 more lines");
    }

    @Test
    void whatATerminalWouldObeyIsNotInThem() {
        assertThat(LineChanges.of("", "\u001b[2Jx\ty")).containsExactly("+1  ?[2Jx    y");
    }

    @Test
    void aValueIsShownAsItWasAndIs() {
        assertThat(LineChanges.ofValue(Optional.of("1"), Optional.of("2"))).containsExactly("- 1", "+ 2");
        assertThat(LineChanges.ofValue(Optional.empty(), Optional.of("2"))).containsExactly("+ 2");
        assertThat(LineChanges.ofValue(Optional.empty(), Optional.empty())).isEmpty();
    }
}
