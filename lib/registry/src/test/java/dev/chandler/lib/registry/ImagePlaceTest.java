package dev.chandler.lib.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(List.of("127.0.0.1", "127.255.0.9", "::1", "localhost")).allMatch(ImagePlace::isLoopback);
        assertThat(List.of(
                        "10.0.0.1", "localhost.example.org", "127.example.org", "127.0.0.1.example.org", "127.0.0.256"))
                .noneMatch(ImagePlace::isLoopback);
    }
}
