package dev.chandler.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.BuildNeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BuildScheduleTest {

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private static BuildOrder order(String... lines) {
        Map<String, List<BuildNeed>> needs = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            needs.put(
                    words[0],
                    Stream.of(words)
                            .skip(1)
                            .map(word -> new BuildNeed(word, new Location("f", 1, 1)))
                            .toList());
        }
        return BuildOrder.of(needs);
    }

    private interface Building {
        boolean run(String build) throws InterruptedException;
    }

    private BuildSchedule.Work work(Building building) {
        return new BuildSchedule.Work() {

            @Override
            public boolean run(String build) throws InterruptedException {
                boolean well = building.run(build);
                log.add(build);
                return well;
            }

            @Override
            public void skipped(String build, String need) {
                log.add(build + " skipped for " + need);
            }
        };
    }

    @Test
    void whatNeedsNothingOfEachOtherRunsAtOnce() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);

        new BuildSchedule(order("base", "a base", "b base"), 2).run(work(build -> {
            if (!build.equals("base")) {
                meet(both);
            }
            return true;
        }));

        assertThat(log).startsWith("base").containsExactlyInAnyOrder("base", "a", "b");
    }

    private static void meet(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("they did not run at once", e);
        }
    }

    @Test
    void noMoreRunAtOnceThanMay() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        new BuildSchedule(order("a", "b", "c", "d", "e"), 1).run(work(build -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return true;
        }));

        assertThat(most).hasValue(1);
        assertThat(log).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aFailureKeepsThoseThatNeedItAndNoOthers() throws InterruptedException {
        new BuildSchedule(order("red", "next red", "last next", "green"), 1).run(work(build -> !build.equals("red")));

        assertThat(log)
                .containsSubsequence("red", "next skipped for red", "last skipped for next")
                .contains("green")
                .hasSize(4);
    }

    @Test
    void anInterruptEndsAllThatRunBeforeItIsPassedOn() {
        CountDownLatch running = new CountDownLatch(2);
        Set<String> ended = Collections.synchronizedSet(new java.util.TreeSet<>());
        Thread main = Thread.currentThread();
        Thread signal = new Thread(() -> {
            try {
                running.await();
            } catch (InterruptedException e) {
                return;
            }
            main.interrupt();
        });
        signal.start();

        assertThatThrownBy(() -> new BuildSchedule(order("a", "b", "c a"), 2).run(work(build -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.add(build);
                    }
                    return true;
                })))
                .isInstanceOf(InterruptedException.class);

        assertThat(ended).containsExactly("a", "b");
        assertThat(log).isEmpty();
    }

    @Test
    void aBugEndsAllAndIsThrown() {
        assertThatThrownBy(() -> new BuildSchedule(order("a"), 1).run(work(build -> {
                    throw new IllegalStateException("a bug");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }
}
