package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.testkit.TarFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images for another platform than the daemon's, of which the registry has one for two. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerPlatformIT extends DockerTests {

    private static final Optional<Platform> S390 = Optional.of(new Platform("linux", "s390x", ""));
    private static final Optional<Platform> PPC = Optional.of(new Platform("linux", "ppc64le", ""));

    private final List<String> pulled = new ArrayList<>();
    private BaseReference.Image image;

    @BeforeEach
    void push() throws Exception {
        byte[] layer = new TarFiles()
                .file("bin/sh", 0755, 0, "no program of this machine").stream().readAllBytes();
        image = new BaseReference.Image(
                new RegistryImage("chandler-it/" + UUID.randomUUID()).push(layer, List.of("ppc64le", "s390x")));
    }

    @AfterEach
    void removeImage() throws Exception {
        DockerCli.run("image", "rm", image.name());
        // One that has lost its name to the other.
        for (String id : pulled) {
            DockerCli.run("image", "rm", id);
        }
    }

    private Base pulled(Optional<Platform> platform) throws InterruptedException {
        Base base = engine.pull(image, platform, ProgressSink.NONE);
        pulled.add(base.digest().toString());
        return base;
    }

    @Test
    void whatIsResolvedAndPulledIsForThePlatformAskedFor() throws Exception {
        Base before = engine.resolve(image, S390);

        assertThat(before.present()).isFalse();
        assertThat(before.platform()).isEqualTo(S390.get());
        assertThat(pulled(S390).config().env()).containsEntry("ARCH", "s390x");
        assertThat(engine.resolve(image, S390).present()).isTrue();
    }

    @Test
    void anImageThatIsThereForAnotherPlatformIsNotTheOneAskedFor() throws Exception {
        pulled(S390);

        assertThat(engine.resolve(image, PPC).present()).isFalse();
        assertThat(pulled(PPC).config().env()).containsEntry("ARCH", "ppc64le");
    }

    @Test
    void aPlatformThatTheRegistryLacksIsAProblemThatNamesThoseItHas() {
        assertThatThrownBy(() -> engine.resolve(image, Optional.of(new Platform("linux", "riscv64", ""))))
                .hasMessageContaining("CH-ENGINE-040")
                .hasMessageContaining("riscv64")
                .hasMessageContaining("linux/ppc64le, linux/s390x");
    }

    @Test
    void filesAreCopiedForAnyPlatformWhichTheImageThenHas() throws Exception {
        Base base = pulled(S390);
        Snapshot state;
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), false))) {
            instance.put("/opt", new TarFiles().file("a", 0644, 0, "A").stream());
            state = instance.snapshot(Optional.of(freshKey()));
        }
        engine.publish(new ArtifactSpec(base, Optional.of(state), base.config(), List.of(reference)));

        assertThat(engine.resolve(new BaseReference.Image(reference)).platform())
                .isEqualTo(S390.get());
    }

    @Test
    void whatNamesNoPlatformIsForTheOneAskedFor() throws Exception {
        assertThat(engine.resolve(new BaseReference.Scratch(), S390).platform()).isEqualTo(S390.get());
    }

    @Test
    void commandsThatTheMachineCannotRunAreAProblemThatSaysWhy() throws Exception {
        Base base = pulled(S390);

        assertThatThrownBy(() -> engine.create(new InstanceSpec(base, Optional.empty(), true)))
                .hasMessageContaining("CH-ENGINE-041")
                .hasMessageContaining("linux/s390x")
                .hasMessageContaining("exec format error");
    }
}
