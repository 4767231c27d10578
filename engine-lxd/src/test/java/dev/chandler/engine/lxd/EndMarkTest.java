package dev.chandler.engine.lxd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndMarkTest {

    private final EndMark mark = new EndMark();
    private final EndMark.Stream out = mark.new Stream();
    private final EndMark.Stream err = mark.new Stream();

    private String words(int status) {
        return words(mark, status);
    }

    private static String words(EndMark mark, int status) {
        return "Chandler-end-" + mark.name() + " " + status + "\n";
    }

    private static String through(EndMark.Stream stream, String text) {
        return new String(stream.without(text.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void isTakenOutOfWhatIsWrittenBeforeAndBehindIt() {
        assertThat(through(out, "before\nnow" + words(3) + "behind\n")).isEqualTo("before\nnowbehind\n");

        assertThat(mark.status()).hasValue(3);
    }

    @Test
    void whatTheShellIsCalledWithIsTheCommands() {
        String listed = "sh -c echo \"Chandler-end-$1 $2\" sh " + mark.name() + " / 0 HOME -- ps\n";

        assertThat(through(out, listed + words(0))).isEqualTo(listed);
    }

    @Test
    void isFoundWhereverAChunkEnds() {
        String text = "before" + words(127) + "behind";
        for (int end = 0; end <= text.length(); end++) {
            EndMark.Stream stream = mark.new Stream();

            assertThat(through(stream, text.substring(0, end)) + through(stream, text.substring(end)))
                    .isEqualTo("beforebehind");
        }
    }

    @Test
    void whatOnlyBeginsLikeItIsTheCommands() {
        String half = words(0).substring(0, 20);

        assertThat(through(out, half + "x" + half + words(0))).isEqualTo(half + "x" + half);
    }

    @Test
    void whatLooksLikeItsBeginningIsGivenAtTheEnd() {
        assertThat(through(out, "text C")).isEqualTo("text ");

        assertThat(new String(out.end(), UTF_8)).isEqualTo("C");
    }

    @Test
    void bytesThatAreNoTextPass() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(out.without(bytes)).isEqualTo(bytes);
    }

    @Test
    void isAwaitedOnBothStreams() throws Exception {
        through(out, words(0));
        assertThat(mark.await(Duration.ZERO)).isFalse();

        through(err, words(0));
        assertThat(mark.await(Duration.ZERO)).isTrue();
    }

    @Test
    void aStreamThatEndsWithoutItIsNotWaitedFor() throws Exception {
        out.end();
        err.end();

        assertThat(mark.await(Duration.ZERO)).isTrue();
        assertThat(mark.status()).isEmpty();
    }

    @Test
    void aStreamThatEndsBehindItCountsOnce() throws Exception {
        through(out, words(0));
        out.end();

        assertThat(mark.await(Duration.ZERO)).isFalse();
    }

    @Test
    void anotherOnesIsNotTakenForIt() {
        String other = words(new EndMark(), 0);

        assertThat(through(out, other)).isEqualTo(other);
        assertThat(mark.status()).isEmpty();
    }
}
