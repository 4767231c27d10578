package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WordStreamTest {

    @Test
    void givesLinesInOrderAndThenEnds() throws Exception {
        WordStream stream = new WordStream();
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        stream.send("one");
        stream.send("two");
        stream.close();

        assertThat(read.get(5, TimeUnit.SECONDS)).asString().isEqualTo("one\ntwo\n");
        assertThat(stream.read()).as("once more").isEqualTo(-1);
    }

    @Test
    void aLineMayBeReadInPieces() {
        WordStream stream = new WordStream();
        stream.send("ab");

        assertThat(stream.read()).isEqualTo('a');
        assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(2);
    }
}
