package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    private static final String DIGEST = Digest.of("x").toString();

    @ParameterizedTest
    @CsvSource({
        "debian, docker.io/library/debian:latest",
        "debian:12, docker.io/library/debian:12",
        "docker.io/debian:12, docker.io/library/debian:12",
        "team/app, docker.io/team/app:latest",
        "localhost/app:1.0, localhost/app:1.0",
        "host:5000/team/a__b/c-d.e:V_1, host:5000/team/a__b/c-d.e:V_1"
    })
    void isWholeAsDockerReadsIt(String written, String whole) {
        assertThat(ImageName.parse(written).orElseThrow().whole()).isEqualTo(whole);
    }

    @Test
    void aDigestSaysMoreThanATag() {
        ImageName name = ImageName.parse("debian:12@" + DIGEST).orElseThrow();

        assertThat(name.whole()).isEqualTo("docker.io/library/debian@" + DIGEST);
        assertThat(name.isPinned()).isTrue();
        assertThat(name.pinned(Digest.of("y"))).isEqualTo("debian:12@" + Digest.of("y"));
    }

    @Test
    void whatItIsPinnedToHasTheNameAsItWasWritten() {
        assertThat(ImageName.parse("debian").orElseThrow().pinned(Digest.of("y")))
                .isEqualTo("debian@" + Digest.of("y"));
        assertThat(ImageName.parse("h:5/a:1").orElseThrow().pinned(Digest.of("y")))
                .isEqualTo("h:5/a@" + Digest.of("y"));
        assertThat(ImageName.parse("debian").orElseThrow().wholePinned(Digest.of("y")))
                .isEqualTo("docker.io/library/debian@" + Digest.of("y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Debian",
                "a b",
                "../x",
                "a//b",
                "a/../b",
                "a:",
                "a:-x",
                "a@sha256:1",
                "/a",
                "a/",
                "host:5000/"
            })
    void whatIsNoNameIsNone(String written) {
        assertThat(ImageName.parse(written)).isEmpty();
    }

    @Test
    void anIdIsADigestWithOrWithoutItsKind() {
        assertThat(ImageName.id(DIGEST)).contains(Digest.of("x"));
        assertThat(ImageName.id(Digest.of("x").hex())).contains(Digest.of("x"));
        assertThat(ImageName.id("debian")).isEmpty();
    }
}
