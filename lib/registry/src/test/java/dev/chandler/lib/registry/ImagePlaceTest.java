package dev.chandler.lib.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImagePlaceTest {

    @Test
    void aNameWithAHostIsThere() {
        assertThat(ImagePlace.parse("host:5000/team/app:1.0"))
                .isEqualTo(new ImagePlace("host:5000", "team/app", "1.0"));
        assertThat(ImagePlace.parse("example.org/app")).isEqualTo(new ImagePlace("example.org", "app", "latest"));
        assertThat(ImagePlace.parse("localhost/app")).isEqualTo(new ImagePlace("localhost", "app", "latest"));
    }

    @Test
    void aNameWithoutAHostIsOnTheHubAndWithoutAnOwnerItsOwn() {
        assertThat(ImagePlace.parse("busybox")).isEqualTo(new ImagePlace("docker.io", "library/busybox", "latest"));
        assertThat(ImagePlace.parse("team/app:1")).isEqualTo(new ImagePlace("docker.io", "team/app", "1"));
        assertThat(ImagePlace.parse("docker.io/busybox").repository()).isEqualTo("library/busybox");
        assertThat(ImagePlace.parse("busybox").host()).isEqualTo("registry-1.docker.io");
    }

    @Test
    void onlyTheLoopbackIsLocal() {
        assertThat(ImagePlace.parse("127.0.0.1:5000/a").isLocal()).isTrue();
        assertThat(ImagePlace.parse("localhost:5000/a").isLocal()).isTrue();
        assertThat(ImagePlace.parse("10.0.0.1:5000/a").isLocal()).isFalse();
        assertThat(ImagePlace.parse("localhost.example.org/a").isLocal()).isFalse();
    }
}
