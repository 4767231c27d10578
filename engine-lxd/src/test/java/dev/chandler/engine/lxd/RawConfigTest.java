package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RawConfigTest {

    private static String of(InstanceSettings.Builder settings) {
        Base base = new Base(
                new BaseReference.Image("b"),
                Digest.of("b"),
                new Platform("linux", "amd64", ""),
                ImageConfig.EMPTY,
                0,
                true);
        return RawConfig.of(
                new InstanceSpec(base, Optional.empty(), true, settings.build()), Optional.empty(), MadeFiles.NONE);
    }

    @Test
    void hasTheFirstProcessAndSharedMemoryAndNothingElseWhereNothingIsAskedFor() {
        assertThat(of(InstanceSettings.builder()).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("lxc.init.cmd"))
                .anyMatch(line -> line.startsWith("lxc.mount.entry = tmpfs dev/shm tmpfs"));
    }

    @Test
    void aMountOfTheManifestsOwnTakesThePlaceOfSharedMemory() {
        Mount mount = new Mount.Cache("c", "/dev/shm");

        assertThat(of(InstanceSettings.builder().mount(mount))).doesNotContain("lxc.mount.entry");
    }

    @Test
    void aToolboxIsMountedOverSharedMemory() {
        Mount mount = new Mount.Toolbox(Digest.of("t"), "/dev/shm/chandler/my tools");

        assertThat(of(InstanceSettings.builder().mount(mount)).lines().skip(1))
                .hasSize(2)
                .first()
                .matches(line -> line.startsWith("lxc.mount.entry = tmpfs dev/shm "));
        assertThat(of(InstanceSettings.builder().mount(mount)))
                .containsPattern("\\.chandler-toolbox-[0-9a-f]{24}/files dev/shm/chandler/my\\\\040tools none bind,");
    }

    @Test
    void noPathIsMoreThanAPath() {
        Mount mount = new Mount.Tmpfs("/a b\nlxc.hook.start = /evil", OptionalLong.of(5));

        assertThat(of(InstanceSettings.builder().mount(mount)).lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("tmpfs a\\040b\\012lxc.hook.start\\040=\\040/evil tmpfs"))
                .anyMatch(line -> line.contains("size=5 "));
    }

    @Test
    void whatNameServersAreCalledIsNoPartOfAScript() {
        String config = of(InstanceSettings.builder().dns(List.of("'; evil; '")));

        assertThat(config).contains("lxc.hook.autodev").doesNotContain("evil");
    }

    private static List<String> capabilities(List<String> added, List<String> dropped) {
        return of(InstanceSettings.builder().capabilities(added, dropped))
                .lines()
                .filter(line -> line.startsWith("lxc.cap."))
                .toList();
    }

    @Test
    void capabilitiesAreDroppedOrAllButSomeAre() {
        assertThat(capabilities(List.of(), List.of())).isEmpty();
        assertThat(capabilities(List.of(), List.of("KILL", "CHOWN"))).containsExactly("lxc.cap.drop = chown kill");
        assertThat(capabilities(List.of("KILL"), List.of("ALL")))
                .containsExactly("lxc.cap.drop =", "lxc.cap.keep = kill");
        assertThat(capabilities(List.of(), List.of("ALL"))).containsExactly("lxc.cap.drop =", "lxc.cap.keep = none");
        assertThat(capabilities(List.of("ALL"), List.of("KILL")))
                .containsExactly("lxc.cap.drop =", "lxc.cap.drop = kill");
        assertThat(capabilities(List.of("SYS_TIME"), List.of())).containsExactly("lxc.cap.drop =");
    }
}
