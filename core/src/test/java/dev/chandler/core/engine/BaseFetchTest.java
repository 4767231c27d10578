package dev.chandler.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.Location;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.lock.ProjectLock;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link BaseFetch}. */
class BaseFetchTest {

    private static final BaseReference.Image MADE =
            new BaseReference.Image(Digest.of("made by another build").toString());

    @TempDir
    Path folder;

    /** A registry that knows the image, too, would have it pinned by its name. */
    @Test
    void anImagesIdIsNeitherFetchedNorPinned() throws InterruptedException {
        FakeTree tree = new FakeTree().put("/bin/sh", "1");
        FakeHost host = new FakeHost()
                .remoteImage(MADE.name(), tree, ImageConfig.EMPTY)
                .image(MADE.name(), tree, ImageConfig.EMPTY, 1);
        ProjectLock lock = new ProjectLock(folder, folder, folder.resolve("guards"));
        List<String> notices = new ArrayList<>();
        try (FakeEngine engine = host.connect("b")) {
            Base base = new BaseFetch(engine, Optional.empty(), BasePins.of(lock, true))
                    .fetch(
                            MADE,
                            "base",
                            new Location("chandler.yml", 1, 7),
                            PullPolicy.ALWAYS,
                            ProgressSink.NONE,
                            notices::add);

            assertThat(base.present()).isTrue();
        }

        assertThat(host.calls()).noneMatch(call -> call.contains("pull "));
        assertThat(notices).isEmpty();
        assertThat(folder.resolve(Lockfile.NAME)).doesNotExist();
    }
}
