package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What an engine has to do with callers that are interrupted, and with clients that go. */
abstract class CancelContract extends ImageContract {

    /** How long the engine may take to find out that a client is gone. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** After how many milliseconds something is interrupted: before it begins, early, late, when it is over. */
    private static final int[] MOMENTS = {0, 5, 20, 60, 150};

    @Test
    void makingAnInstanceLeavesNothingWhenInterrupted() throws Exception {
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        for (int millis : MOMENTS) {
            endsThoughInterrupted(millis, () -> engine().create(spec).close());

            assertThat(ofTheBuild()).as("interrupted after %s ms", millis).isEmpty();
        }
    }

    @Test
    void takingACheckpointLeavesNothingWhenInterrupted() throws Exception {
        Instance instance = start();
        for (int millis : MOMENTS) {
            Digest key = freshKey();
            boolean taken = endsThoughInterrupted(millis, () -> instance.snapshot(Optional.of(key)));

            assertThat(ofKey(key)).as("interrupted after %s ms", millis).hasSize(taken ? 1 : 0);
        }
    }

    @Test
    void takingASnapshotOfTheBuildLeavesNothingWhenInterrupted() throws Exception {
        Instance instance = start();
        for (int millis : MOMENTS) {
            int before = ofTheBuild().size();
            boolean taken = endsThoughInterrupted(millis, () -> instance.snapshot(Optional.empty()));

            assertThat(ofTheBuild()).as("interrupted after %s ms", millis).hasSize(before + (taken ? 1 : 0));
        }
    }

    @Test
    void publishingMovesNoNameWhenInterrupted() throws Exception {
        Base base = present();
        for (int millis : MOMENTS) {
            ArtifactSpec spec = new ArtifactSpec(base, Optional.empty(), base.config(), List.of(freshReference()));
            boolean published = endsThoughInterrupted(millis, () -> engine().publish(spec));

            assertThat(engine().publish(spec).created())
                    .as("whether it is still to be made, interrupted after %s ms", millis)
                    .isEqualTo(!published);
            assertThat(ofTheBuild()).isEmpty();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Does something on a thread that is interrupted after a while; false if it did not come to its end for that. */
    private static boolean endsThoughInterrupted(int millis, Work work) throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                work.run();
                ended.complete(true);
            } catch (InterruptedException e) {
                ended.complete(false);
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        worker.start();
        LockSupport.parkNanos(millis * 1_000_000L);
        worker.interrupt();
        return ended.get(40, TimeUnit.SECONDS);
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        Instance instance = start();
        instance.close();
        instance.close();

        assertThat(engine().resources()).noneMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void closesOnAnInterruptedThread() throws Exception {
        Instance instance = start();
        Thread.currentThread().interrupt();
        instance.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(engine().resources()).noneMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void anInstanceThatIsOpenWhenItsEngineIsClosedIsGoneSoon() throws Exception {
        Instance instance = engine().create(new InstanceSpec(present(), Optional.empty(), true));
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 </dev/null &");
        engine().close();

        try (Engine after = connected()) {
            long end = System.nanoTime() + SOON.toNanos();
            while (isThere(after, instance) && System.nanoTime() < end) {
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(isThere(after, instance)).as("whether it is there").isFalse();
        }
    }

    private static boolean isThere(Engine engine, Instance instance) throws InterruptedException {
        return engine.resources().stream().anyMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void anInstanceThatIsKeptOutlivesItsClient() throws Exception {
        Instance instance = start();
        sh(instance, "echo look >/inside");
        instance.keep();
        instance.retire();
        instance.close();
        engine().close();

        try (Engine after = connected()) {
            Resource kept = after.resources().stream()
                    .filter(resource -> resource.name().equals(instance.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(after.remove(kept)).isTrue();
        }
    }

    @Test
    void closingTheEngineLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
        Instance instance = start();
        sh(instance, "true");
        instance.close();
        engine().close();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon())
                .allSatisfy(thread -> assertThat(thread.getThreadGroup().getName())
                        .as("%s", thread)
                        .isIn("main", "system"))
                .noneMatch(thread -> thread.getName().startsWith("chandler-"));
    }
}
