package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.registering;
import static dev.chandler.core.TestBuild.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.plan.Plan;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.LeakCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ClaimsTest {

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.of();

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder first = new EventRecorder();
    private final EventRecorder second = new EventRecorder();

    @AfterEach
    void leavesNothingOnTheEngine() {
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void aBuildWaitsForTheOneThatMakesTheSame() throws InterruptedException {
        TestBuild same =
                build().install("write /a 1", "block gate", "write /b 2").test("cat /b");

        CompletableFuture<BuildResult> maker = starts(same, first);
        host.latch("gate").awaitReached();
        CompletableFuture<BuildResult> waiter = starts(same, second);
        awaitNotice();
        host.latch("gate").release();

        assertThat(waiter.join().artifact().orElseThrow().id())
                .isEqualTo(maker.join().artifact().orElseThrow().id());
        assertThat(host.calls("run").stream().filter(call -> call.contains("/a") && call.contains("write")))
                .hasSize(1);
        assertThat(host.calls("run").stream().filter(call -> call.contains("block")))
                .hasSize(1);
        assertThat(second.summary())
                .contains("StepHit install[0]", "StepHit install[1]", "StepHit install[2]")
                .doesNotContain("StepStarted install[1]");
        assertThat(second.events(RunEvent.Notice.class).get(0).text())
                .contains(first.events(RunEvent.RunStarted.class).get(0).buildId())
                .contains("\"install[2]\"");
    }

    @Test
    void aBuildWaitsOnlyForWhatItNeeds() throws InterruptedException {
        CompletableFuture<BuildResult> maker =
                starts(build().install("write /a 1", "block shared", "block long"), first);
        host.latch("shared").awaitReached();
        CompletableFuture<BuildResult> waiter =
                starts(build().install("write /a 1", "block shared", "write /mine 1"), second);
        awaitNotice();
        host.latch("shared").release();
        host.latch("long").awaitReached();

        waiter.join();

        assertThat(maker).isNotDone();
        assertThat(second.summary()).contains("StepHit install[1]", "StepStarted install[2]");
        host.latch("long").release();
        maker.join();
    }

    @Test
    void aBuildThatComesLaterWaitsForTheStepThatRuns() throws InterruptedException {
        TestBuild same = build().install("write /a 1", "block gate", "write /b 2");
        CompletableFuture<BuildResult> maker = starts(same, first);
        host.latch("gate").awaitReached();
        // Its first miss is not the state that the maker's instance was made for.
        assertThat(same.plan().hits()).isEqualTo(1);

        CompletableFuture<BuildResult> waiter = starts(same, second);
        awaitNotice();
        host.latch("gate").release();
        maker.join();
        waiter.join();

        assertThat(host.calls("run").stream().filter(call -> call.contains("block")))
                .hasSize(1);
    }

    @Test
    void whereTheMakerFailsTheOtherGoesOnFromWhereItCame() throws InterruptedException {
        TestBuild red = build().install("write /a 1", "block gate ; fail 1");
        CompletableFuture<BuildResult> maker = starts(red, first);
        host.latch("gate").awaitReached();
        CompletableFuture<BuildResult> waiter = starts(red, second);
        awaitNotice();

        host.latch("gate").release();

        assertThatThrownBy(maker::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ProvisionException.class);
        assertThatThrownBy(waiter::join).hasCauseInstanceOf(ProvisionException.class);
        assertThat(second.summary()).contains("StepHit install[0]", "StepStarted install[1]", "StepFailed install[1]");
        assertThat(host.calls("run").stream().filter(call -> call.contains("write /a")))
                .hasSize(1);
    }

    @Test
    void whereTheMakerIsGoneTheOtherTakesOver() throws InterruptedException {
        TestBuild same = build().install("block gate");
        CompletableFuture<BuildResult> waiter;
        try (var gone = host.connect("gone")) {
            claim(gone, same);
            waiter = starts(same, second);
            awaitNotice();
        }
        host.latch("gate").release();

        waiter.join();

        assertThat(second.summary()).contains("StepStarted install[0]");
    }

    @Test
    void aBuildThatWaitsCanBeCancelled() throws InterruptedException {
        TestBuild same = build().install("write /a 1");
        try (var holder = host.connect("holder")) {
            claim(holder, same);
            CountDownLatch ended = new CountDownLatch(1);
            Thread waiter = new Thread(() -> {
                try {
                    same.run(second);
                } catch (InterruptedException e) {
                    ended.countDown();
                }
            });
            waiter.start();
            awaitNotice();

            waiter.interrupt();

            ended.await();
            waiter.join();
            assertThat(second.summary()).endsWith("RunEnded CANCELLED").doesNotContain("InstanceStarted");
        }
    }

    @Test
    void aBuildWithoutTheCacheNeitherWaitsNorIsWaitedFor() throws InterruptedException {
        try (var holder = host.connect("holder")) {
            claim(holder, build().install("write /a 1"));

            build().noCache().install("write /a 1").run(second);
        }

        assertThat(second.events(RunEvent.Notice.class)).isEmpty();
        assertThat(host.calls("claim")).hasSize(1);
    }

    @Test
    void aStepThatIsNotCachedIsNotWaitedFor() throws InterruptedException {
        build().install(uncached(TestBuild.action("write /a 1")), UnaryOperator.identity())
                .run(second);

        assertThat(host.calls("claim")).isEmpty();
    }

    @Test
    void whoComesAMomentTooLateWaits() throws InterruptedException {
        TestBuild build = build().install("write /a 1");
        try (FakeEngine holder = host.connect("holder")) {
            AtomicReference<Instance> made = new AtomicReference<>();
            host.at("claim 1", 1, () -> made.set(claimed(holder, build)));
            host.at("claimed 1", 3, () -> made.get().close());

            build.run(second);
        }

        assertThat(host.calls("claim 1")).hasSize(3);
        assertThat(second.summary()).contains("StepStarted install[0]");
    }

    @Test
    void whatCannotBeUsedHereIsMadeHere() throws InterruptedException {
        TestBuild there = new TestBuild(host, folder.resolve("there"))
                .install(registering(TestBuild.action("echo 1"), "one"), UnaryOperator.identity())
                .install("block gate");
        TestBuild here = new TestBuild(host, folder.resolve("here"))
                .install(registering(TestBuild.action("echo 1"), "one"), UnaryOperator.identity())
                .install("block gate");
        CompletableFuture<BuildResult> maker = starts(there, first);
        host.latch("gate").awaitReached();
        CompletableFuture<BuildResult> other = starts(here, second);
        awaitNotice();
        host.latch("gate").release();

        maker.join();
        other.join();

        assertThat(second.summary()).contains("StepStarted install[0]");
    }

    private TestBuild build() {
        return new TestBuild(host, folder);
    }

    private static Instance claimed(FakeEngine engine, TestBuild build) {
        try {
            return claim(engine, build);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instance claim(FakeEngine engine, TestBuild build) throws InterruptedException {
        Plan plan = build.plan();
        return engine.claim(
                        new InstanceSpec(plan.base(), plan.cursor(), true),
                        List.of(plan.tasks().get(plan.hits()).preimage().key()))
                .orElseThrow();
    }

    private static CompletableFuture<BuildResult> starts(TestBuild build, EventRecorder events) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return build.run(events);
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private void awaitNotice() throws InterruptedException {
        while (second.events(RunEvent.Notice.class).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
