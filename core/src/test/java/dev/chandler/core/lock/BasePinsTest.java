package dev.chandler.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link BasePins}, in whole builds. */
class BasePinsTest {

    private static final Platform AMD64 = new Platform("linux", "amd64", "");

    @TempDir
    Path folder;

    private FakeHost host = new FakeHost();
    private EventRecorder events = new EventRecorder();
    private Path project;

    @BeforeEach
    void publish() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        publish("far:1", "first");
    }

    private void publish(String name, String content) {
        host.remoteImage(name, new FakeTree().put("/bin/sh", "1").put("/content", content), ImageConfig.EMPTY);
    }

    private ProjectLock lock() {
        return new ProjectLock(project, project, folder.resolve("guards"));
    }

    private void build(String base, boolean locked) throws InterruptedException {
        events = new EventRecorder();
        new TestBuild(host, folder)
                .base(new BaseReference.Image(base))
                .pins(BasePins.of(lock(), locked))
                .install("true")
                .runWhole(events);
    }

    private String built() {
        return events.events(RunEvent.RunStarted.class).get(0).base();
    }

    private List<String> notices() {
        return events.events(RunEvent.Notice.class).stream()
                .map(RunEvent.Notice::text)
                .toList();
    }

    @Test
    void aBuildPinsWhatItFoundAndSaysSo() throws InterruptedException {
        build("far:1", false);

        LockedBase pinned = lock().read().base("far:1", "fake", AMD64).orElseThrow();
        assertThat(pinned.pinned()).startsWith("far:1@sha256:");
        assertThat(notices()).containsExactly("chandler.lock has \"far:1\" be " + pinned.pinned());
    }

    @Test
    void theNextOneTakesWhatIsPinnedWhateverTheNameMeansByThen() throws InterruptedException {
        build("far:1", false);
        String pinned = lock().read().bases().get(0).pinned();
        host = new FakeHost();
        publish("far:1", "first");
        publish("far:1", "second");

        build("far:1", true);

        assertThat(built()).isEqualTo(pinned);
        assertThat(notices()).isEmpty();
    }

    @Test
    void whatIsPinnedForAnotherEngineOrPlatformIsNot() throws InterruptedException {
        lock().change(lock -> lock.with(new LockedBase("far:1", "other", AMD64, "elsewhere"))
                .with(new LockedBase("far:1", "fake", new Platform("linux", "arm64", ""), "elsewhere")));

        build("far:1", false);

        assertThat(built()).isEqualTo("far:1");
        assertThat(lock().read().bases()).hasSize(3);
    }

    @Test
    void lockedRefusesToAddWhatIsMissing() {
        assertThatThrownBy(() -> build("far:1", true))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-LOCK-010")
                .hasMessageContaining("\"far:1\" is not in chandler.lock");
        assertThat(project.resolve(Lockfile.NAME)).doesNotExist();
    }

    @Test
    void anImageOfTheEngineAloneIsNotPinned() throws InterruptedException {
        build("busybox", true);

        assertThat(project.resolve(Lockfile.NAME)).doesNotExist();
        assertThat(notices()).isEmpty();
    }

    @Test
    void aNameThatIsPinnedAsItIsWrittenIsNotPinnedTwice() throws InterruptedException {
        build("far:1", false);
        String pinned = lock().read().bases().get(0).pinned();

        build(pinned, true);

        assertThat(lock().read().bases()).hasSize(1);
    }

    @Test
    void saysThatItIsAPinThatCannotBeHad() {
        lock().change(lock -> lock.with(new LockedBase("far:1", "fake", AMD64, "far:1@sha256:gone")));

        assertThatThrownBy(() -> build("far:1", false))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-LOCK-011")
                .hasMessageContaining("cannot have the base \"far:1\" as it is pinned")
                .hasMessageContaining("chandler lock --update far:1");
    }
}
