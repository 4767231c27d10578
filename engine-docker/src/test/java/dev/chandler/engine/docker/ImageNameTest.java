package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "busybox, busybox, latest",
        "debian:12, debian, 12",
        "host:5000/team/app, host:5000/team/app, latest",
        "host:5000/team/app:1.0, host:5000/team/app, 1.0",
        "app@sha256:ab, app, sha256:ab",
        "host:5000/app:1@sha256:ab, host:5000/app, sha256:ab",
    })
    void splitsAName(String name, String repository, String tag) {
        assertThat(ImageName.parse(name)).isEqualTo(new ImageName(repository, tag));
    }
}
