package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {

    private final FakeEngine engine = new FakeEngine();

    @TempDir
    Path folder;

    private LeakCheck check;

    @BeforeEach
    void remember() throws InterruptedException {
        check = impatient(Duration.ZERO);
        check.remember();
    }

    @Test
    void nothingLeftPasses() {
        assertThatCode(check::check).doesNotThrowAnyException();
    }

    @Test
    void aThreadThatStaysIsNamed() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = startThread(end);

        assertThatThrownBy(check::check).hasMessageContaining("thread leaking at");

        end.countDown();
        thread.join();
        assertThatCode(check::check).doesNotThrowAnyException();
    }

    @Test
    void aThreadThatEndsSoonIsWaitedFor() throws InterruptedException {
        LeakCheck patient = impatient(Duration.ofSeconds(30));
        patient.remember();
        CountDownLatch end = new CountDownLatch(1);
        startThread(end);
        end.countDown();

        assertThatCode(patient::check).doesNotThrowAnyException();
    }

    @Test
    void onlyFilesOfOursCount() throws IOException {
        Files.createFile(folder.resolve("other.tmp"));
        assertThatCode(check::check).doesNotThrowAnyException();

        Files.createFile(folder.resolve("chandler-1.tmp"));
        assertThatThrownBy(check::check).hasMessageContaining("file " + folder.resolve("chandler-1.tmp"));
    }

    @Test
    void whatIsOnTheEngineCountsUnlessItWasThere() throws InterruptedException {
        try (FakeInstance instance = start()) {
            assertThatThrownBy(check::check).hasMessageContaining("INSTANCE fake-1");

            check.remember();
            instance.snapshot(Optional.of(Digest.of("key")));
            assertThatThrownBy(check::check).hasMessageContaining("CHECKPOINT chandler-cache:");
        }
    }

    @Test
    void aToolboxThatStaysIsNamed() throws InterruptedException {
        engine.keepToolbox(Digest.of("tools"), () -> new TarFiles().stream());

        assertThatThrownBy(check::check).hasMessageContaining("TOOLBOX toolbox-");
    }

    @Test
    void resourcesOfOthersDoNotCount() throws InterruptedException {
        LeakCheck others = check.only(resource -> resource.buildId().isEmpty());
        others.remember();
        try (FakeInstance instance = start()) {
            assertThatCode(others::check).doesNotThrowAnyException();

            instance.snapshot(Optional.of(Digest.of("key")));
            assertThatThrownBy(others::check).hasMessageContaining("CHECKPOINT");
        }
    }

    private LeakCheck impatient(Duration patience) {
        return new LeakCheck(() -> engine, resource -> true, patience, folder);
    }

    private FakeInstance start() throws InterruptedException {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        return engine.create(new InstanceSpec(base, Optional.empty(), true));
    }

    private static Thread startThread(CountDownLatch end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "leaking");
        thread.start();
        return thread;
    }
}
