package dev.chandler.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    private static final Platform ARM64 = new Platform("linux", "arm64", "");

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "Linux/x86_64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/armhf, linux/arm/v7",
        "linux/arm/v6, linux/arm/v6",
    })
    void readsAPlatformByAnyOfItsNames(String text, String platform) {
        assertThat(Platform.parse(text).orElseThrow()).hasToString(platform);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arm64", "linux/", "/arm64", "linux/arm/v7/x", "linux arm64"})
    void whatIsNoneIsEmpty(String text) {
        assertThat(Platform.parse(text)).isEmpty();
    }

    @Test
    void aVariantThatNobodyAskedForWillDo() {
        assertThat(new Platform("linux", "arm64", "v8").suits(ARM64)).isTrue();
        assertThat(new Platform("linux", "arm", "v7").suits(new Platform("linux", "arm", "")))
                .isTrue();
        assertThat(new Platform("linux", "arm", "v6").suits(new Platform("linux", "arm", "v7")))
                .isFalse();
        assertThat(new Platform("linux", "amd64", "").suits(ARM64)).isFalse();
    }
}
