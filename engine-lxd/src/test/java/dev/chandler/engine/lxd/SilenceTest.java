package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceTest {

    private static Silence given(String seconds) {
        return Silence.of(Map.of(Silence.VARIABLE, seconds));
    }

    @Test
    void isSixtySecondsWhereNothingIsSet() {
        assertThat(Silence.of(Map.of()).of(Patience.QUESTION)).isEqualTo(Duration.ofSeconds(60));
        assertThat(given("").of(Patience.QUESTION)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void anOperationIsSaidToGoOnWellBeforeItsAnswerIsGivenUp() {
        Silence silence = given("30");

        assertThat(silence.operation()).isEqualTo(Duration.ofSeconds(10));
        assertThat(silence.of(Patience.OPERATION))
                .isEqualTo(Duration.ofSeconds(25))
                .isLessThan(silence.of(Patience.QUESTION));
    }

    @Test
    void lxdIsAskedForWholeSeconds() {
        assertThat(given("1").operation()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoMayBeNoDaemonIsNotWaitedForThatLong() {
        assertThat(given("100").of(Patience.GREETING)).isEqualTo(Duration.ofSeconds(8));
        assertThat(given("3").of(Patience.GREETING)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void oneThatWasLostIsWaitedForAMomentOnly() {
        assertThat(given("60").of(Patience.AGAIN)).isEqualTo(Duration.ofSeconds(2));
        assertThat(given("5").of(Patience.AGAIN)).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "10s", "100000", " 5"})
    void refusesWhatIsNoNumberOfSeconds(String seconds) {
        assertThatThrownBy(() -> given(seconds))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-088")
                .hasMessageContaining("\"" + seconds + "\"");
    }
}
