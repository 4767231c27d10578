package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheLocksTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private CacheLocks locks() {
        return new CacheLocks(folder.resolve("caches"));
    }

    private Future<CacheLocks.Held> taking(boolean shared, String build, Queue<String> waiting) {
        return threads.submit(() -> locks().take("c", shared, build, waiting::add));
    }

    @Test
    void aSecondBuildWaitsForTheFirstAndSaysSo() throws Exception {
        CacheLocks.Held first = locks().take("c", false, "b1", other -> {});
        CountDownLatch waits = new CountDownLatch(1);
        Future<CacheLocks.Held> second = threads.submit(() -> locks().take("c", false, "b2", other -> {
            assertThat(other).isEqualTo("b1");
            waits.countDown();
        }));
        waits.await();
        assertThat(second.isDone()).isFalse();

        first.close();

        second.get(20, TimeUnit.SECONDS).close();
    }

    @Test
    void buildsThatShareOneDoNotWait() throws Exception {
        try (CacheLocks.Held first = locks().take("c", true, "b1", other -> {});
                CacheLocks.Held second = locks().take("c", true, "b2", other -> {})) {
            assertThat(first).isNotSameAs(second);
            assertThat(locks().tryTake("c", "b3")).isEmpty();
            assertThat(locks().tryTake("d", "b3")).hasValueSatisfying(CacheLocks.Held::close);
        }
        assertThat(locks().tryTake("c", "b3")).hasValueSatisfying(CacheLocks.Held::close);
    }

    @Test
    void whoWantsOneAloneWaitsForThoseThatShareIt() throws Exception {
        CacheLocks.Held shared = locks().take("c", true, "b1", other -> {});
        Queue<String> waiting = new ConcurrentLinkedQueue<>();
        Future<CacheLocks.Held> alone = taking(false, "b2", waiting);
        while (waiting.isEmpty()) {
            Thread.onSpinWait();
        }

        shared.close();

        alone.get(20, TimeUnit.SECONDS).close();
        assertThat(waiting).containsExactly("b1");
    }

    @Test
    void noTwoHaveOneAtOnceHoweverManyWantIt() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Callable<Void>> builds = IntStream.range(0, 12)
                .<Callable<Void>>mapToObj(number -> () -> {
                    try (CacheLocks.Held held = locks().take("c", false, "b" + number, other -> {})) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        assertThat(held).isNotNull();
                    }
                    return null;
                })
                .toList();

        for (Future<Void> each : threads.invokeAll(builds)) {
            each.get();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        CacheLocks.Held first = locks().take("c", false, "b1", other -> {});
        CountDownLatch waits = new CountDownLatch(1);
        Future<CacheLocks.Held> second =
                threads.submit(() -> locks().take("c", false, "b2", other -> waits.countDown()));
        waits.await();

        second.cancel(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        first.close();
        assertThat(locks().tryTake("c", "b3")).hasValueSatisfying(CacheLocks.Held::close);
    }

    @Test
    void aProcessThatIsKilledHoldsNobodyUpButIsRemembered() throws Exception {
        Process other = process("b1");
        Queue<String> waiting = new ConcurrentLinkedQueue<>();
        Future<CacheLocks.Held> second = taking(false, "b2", waiting);
        while (waiting.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(locks().killed("c")).isEmpty();

        other.destroyForcibly().waitFor();

        try (CacheLocks.Held held = second.get(20, TimeUnit.SECONDS)) {
            assertThat(held).isNotNull();
            assertThat(locks().killed("c")).containsExactly("b1");
            locks().forget("c", "b1");
            assertThat(locks().killed("c")).isEmpty();
        }
    }

    private Process process(String build) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcess.class.getName(),
                        folder.resolve("caches").toString(),
                        "c",
                        build)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("taken true");
        return process;
    }
}
