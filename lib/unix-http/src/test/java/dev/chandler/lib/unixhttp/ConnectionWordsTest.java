package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class ConnectionWordsTest {

    @Test
    void theSystemsReasonIsSaidAndNotThatOfTheClient() {
        IOException cause = new ConnectException("failed to connect to docker/0.0.0.0");
        cause.initCause(new IOException("Permission denied"));

        assertThat(ConnectionWords.of(cause)).isEqualTo("Permission denied");
    }

    @Test
    void anAnswerThatEndsTooEarlyIsNoNameOfAnException() {
        assertThat(ConnectionWords.of(new EOFException())).isEqualTo("it was cut in the middle of an answer");
    }

    @Test
    void whatWasWaitedForIsSaidWhereTheAnswerDidNotCome() {
        assertThat(ConnectionWords.of(new SocketTimeoutException("timeout")))
                .isEqualTo("no answer within the time limit (timeout)");
    }
}
