package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LxdOptionsTest {

    private static LxdOptions of(String variable, String value) {
        return LxdOptions.of(Map.of(variable, value), Optional.empty());
    }

    @Test
    void withoutAnyImagesAreKeptForEverAndNotCompressed() {
        LxdOptions options = of(LxdOptions.COMPRESSION, "");

        assertThat(options.compression()).isEqualTo("none");
        assertThat(options.expiry()).isEmpty();
    }

    @Test
    void imagesAreCompressedAndKeptAsIsAsked() {
        assertThat(of(LxdOptions.COMPRESSION, "zstd").compression()).isEqualTo("zstd");
        assertThat(of(LxdOptions.EXPIRY, "30d").expiry()).contains(Duration.ofDays(30));
        assertThat(of(LxdOptions.EXPIRY, "12h").expiry()).contains(Duration.ofHours(12));
    }

    @ParameterizedTest
    @CsvSource({
        "CHANDLER_LXD_COMPRESSION, xz, 'none, zstd, gzip'",
        "CHANDLER_LXD_EXPIRY, 30, 30d",
        "CHANDLER_LXD_EXPIRY, 0d, 30d",
        "CHANDLER_LXD_EXPIRY, tomorrow, 30d"
    })
    void whatCannotBeIsSaidWithWhatCan(String variable, String value, String wanted) {
        assertThatThrownBy(() -> of(variable, value))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("CH-ENGINE-094", variable, value)
                .satisfies(
                        e -> assertThat(((EngineException) e).problems().get(0).why())
                                .hasValueSatisfying(why -> assertThat(why).contains(wanted)));
    }
}
