package dev.chandler.core.version;

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
    @CsvSource({
        "^1.2, 1.2.0",
        "^1.2, 1.9.9",
        "^0.2, 0.2.7",
        "~1.2.3, 1.2.9",
        "1.x, 1.0.0",
        ">=1.2 & <2, 1.9.0",
        "^1 | ^3, 3.1.0",
        "^1.2, 1.3.0-rc.1",
        ">=2.0.0-rc.1, 2.0.0-rc.2",
        "^2.0.0-rc.1, 2.0.0-rc.1",
        "^2.0.0-rc.1, 2.7.0",
        "*, 1.0.0-rc.1",
        "=1.0.0-rc.1, 1.0.0-rc.1",
        "(>=1 & <2) | 4.x, 4.0.0",
        "1.2.3, 1.2.3+build.7",
    })
    void whatIsInARangeIsTaken(String range, String version) {
        assertThat(VersionRange.parse(range).orElseThrow().takes(version)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "^1.2, 1.1.9",
        "^1.2, 2.0.0",
        "^0.2, 0.3.0",
        "~1.2.3, 1.3.0",
        "1.x, 2.0.0",
        "<2, 2.0.0-rc.1",
        "^1.2, 2.0.0-rc.1",
        "^1.2, 1.2.0-rc.1",
        "^2.0.0-rc.2, 2.0.0-rc.1",
        "^2.0.0-rc.1, 3.0.0",
        "<2.0.0-rc.2, 2.0.0",
        "*, latest",
    })
    void whatIsNotInARangeIsNotTaken(String range, String version) {
        assertThat(VersionRange.parse(range).orElseThrow().takes(version)).isFalse();
    }

    @Test
    void oneVersionAloneIsExact() {
        assertThat(VersionRange.parse("1.2.3").orElseThrow().exact()).contains("1.2.3");
        assertThat(VersionRange.parse("1.2").orElseThrow().exact()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ">=", "& <2", "one", ">=1.0.0 & nothing("})
    void whatIsNoRangeIsNone(String text) {
        assertThat(VersionRange.parse(text)).isEqualTo(Optional.empty());
    }
}
