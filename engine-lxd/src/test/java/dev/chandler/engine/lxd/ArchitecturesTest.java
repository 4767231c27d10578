package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitecturesTest {

    @Test
    void namesLeadBothWays() {
        for (String name : List.of("x86_64", "aarch64", "armv7l", "armv6l", "i686", "riscv64", "s390x", "ppc64le")) {
            assertThat(Architectures.name(Architectures.platform(name))).isEqualTo(name);
        }
        assertThat(Architectures.platform("x86_64")).isEqualTo(new Platform("linux", "amd64", ""));
    }

    @Test
    void aNameThatIsNotKnownStaysAsItIs() {
        assertThat(Architectures.platform("vax")).isEqualTo(new Platform("linux", "vax", ""));
        assertThat(Architectures.name(new Platform("linux", "vax", ""))).isEqualTo("vax");
    }
}
