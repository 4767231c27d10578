package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class StubLayerTest {

    @Test
    void isTheSameOnEveryMachineForStatesAreKeptOnTopOfIt() {
        assertThat(StubLayer.diffId())
                .isEqualTo("sha256:141634be9614e9be4f6b6bea34e8f629c45d7625fa901d02f7b6b742ef909b54")
                .isEqualTo(Digest.of(StubLayer.content()).toString());
    }

    @Test
    void isLeftOutOfWhatIsPublished() {
        assertThat(StubLayer.leftOut(List.of("sha256:aa", StubLayer.diffId(), "sha256:bb")))
                .containsExactly("sha256:aa", "sha256:bb");
    }
}
