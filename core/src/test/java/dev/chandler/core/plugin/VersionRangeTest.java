package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link VersionRange}. */
class VersionRangeTest {

    private static final List<String> VERSIONS =
            List.of("1.9.0", "1.10.0", "2.0.0", "2.1.0-rc1", "0.1.0", "no version");

    @ParameterizedTest
    @CsvSource({
        "*, 2.0.0",
        "1.9.0, 1.9.0",
        ">=1.0.0 & <2.0.0, 1.10.0",
        "~1.9.0, 1.9.0",
        "2.1.0-rc1, 2.1.0-rc1",
    })
    void theNewestThatWillDoIsChosen(String range, String chosen) {
        assertThat(VersionRange.parse(range).orElseThrow().newest(VERSIONS)).contains(chosen);
    }

    @Test
    void whereNoneWillDoNoneIsChosen() {
        assertThat(VersionRange.parse(">=3.0.0").orElseThrow().newest(VERSIONS)).isEmpty();
    }

    @Test
    void oneBeforeItsReleaseIsChosenWhereThereIsNoOther() {
        assertThat(VersionRange.ANY.newest(List.of("1.0.0-rc1", "1.0.0-rc2"))).contains("1.0.0-rc2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ">=", "& <2", "one", ">=1.0.0 & nothing("})
    void whatIsNoRangeIsNone(String text) {
        assertThat(VersionRange.parse(text)).isEqualTo(Optional.empty());
    }
}
