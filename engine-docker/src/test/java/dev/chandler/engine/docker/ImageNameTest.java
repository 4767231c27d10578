package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest",
        "team/app:1, docker.io/team/app:1",
        "docker.io/team/app, docker.io/team/app:latest",
        "localhost/app:1, localhost/app:1",
        "host:5000/app@sha256:ab, host:5000/app@sha256:ab",
    })
    void aQualifiedNameLeavesNothingOut(String name, String qualified) {
        assertThat(ImageName.qualified(name)).isEqualTo(qualified);
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/library/busybox:1, busybox:1",
        "docker.io/team/app:1, team/app:1",
        "docker.io/library/team/app:1, library/team/app:1",
        "localhost/app:1, localhost/app:1",
    })
    void aFamiliarNameIsAsDockerShowsIt(String name, String familiar) {
        assertThat(ImageName.familiar(name)).isEqualTo(familiar);
    }

    @Test
    void theRegistryIsWhatLooksLikeAHostInFrontElseTheHub() {
        assertThat(ImageName.parse("host:5000/a/b:1").registry()).isEqualTo("host:5000");
        assertThat(ImageName.parse("example.org/a").registry()).isEqualTo("example.org");
        assertThat(ImageName.parse("localhost/a").registry()).isEqualTo("localhost");
        assertThat(ImageName.parse("team/a").registry()).isEqualTo("docker.io");
        assertThat(ImageName.parse("a").registry()).isEqualTo("docker.io");
    }
}
