package dev.chandler.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the rule costs over two builds, the second with one step changed: against a state after every step, against none, and
 * against somebody who knows beforehand which step that will be.
 */
class CheckpointSimulationTest {

    @TempDir
    Path folder;

    /**
     * A build.
     *
     * @param name what it is
     * @param steps how long each takes, in ms
     * @param states how long keeping the state after each takes, in ms
     */
    private record Recorded(String name, List<Long> steps, List<Long> states) {

        long work(int from) {
            return steps.subList(from, steps.size()).stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Real builds, with a state after every step, as their events told them. */
    private static List<Recorded> builds() throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (InputStream text = CheckpointSimulationTest.class.getResourceAsStream("/plan/recorded-builds.txt")) {
            List<String> lines = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i += 3) {
                all.add(new Recorded(lines.get(i), times(lines.get(i + 1)), times(lines.get(i + 2))));
            }
        }
        return all;
    }

    private static List<Long> times(String line) {
        return Stream.of(line.split(" ")).map(Long::valueOf).toList();
    }

    private static List<Long> repeated(int count, long millis) {
        return LongStream.generate(() -> millis).limit(count).boxed().toList();
    }

    /** After which steps the rule keeps the state, but for the last, which is taken in any case. */
    private List<Integer> byRule(Recorded build) throws InterruptedException {
        String[] texts = new String[build.steps().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "write /" + i + " 1";
        }
        Plan plan = new TestBuild(new FakeHost(), folder).install(texts).plan();
        CheckpointRule rule = new CheckpointRule(
                plan,
                CheckpointWish.AUTO,
                () -> Optional.of(Duration.ofMillis(build.states().get(0))));
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < texts.length - 1; i++) {
            rule.ran(Duration.ofMillis(build.steps().get(i)));
            if (rule.after(plan.tasks(), i, 2).fate() == CheckpointRule.Fate.KEPT) {
                kept.add(i);
                rule.taken(Duration.ofMillis(build.states().get(i)));
            }
        }
        return kept;
    }

    /** Both builds, the second of which begins behind the last state before the step that has changed. */
    private static long cost(Recorded build, List<Integer> kept, int changed) {
        int from = kept.stream()
                .filter(step -> step < changed)
                .mapToInt(step -> step + 1)
                .max()
                .orElse(0);
        return build.work(0) + kept.stream().mapToLong(build.states()::get).sum() + build.work(from);
    }

    private static List<Integer> all(Recorded build) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < build.steps().size() - 1; i++) {
            all.add(i);
        }
        return all;
    }

    /** One state before the step, or none. */
    private static long best(Recorded build, int changed) {
        long best = cost(build, List.of(), changed);
        for (int i = 0; i < changed; i++) {
            best = Math.min(best, cost(build, List.of(i), changed));
        }
        return best;
    }

    /** The worst ratio to the best, whichever step changes, and the mean of all steps. */
    private static String ratios(Recorded build, ToLongFunction<Integer> cost) {
        double worst = 0;
        double sum = 0;
        for (int changed = 0; changed < build.steps().size(); changed++) {
            double ratio = (double) cost.applyAsLong(changed) / best(build, changed);
            worst = Math.max(worst, ratio);
            sum += ratio;
        }
        return String.format(Locale.ROOT, "%.2f (%.2f)", sum / build.steps().size(), worst);
    }

    @Test
    void theRuleCostsWhatIsWrittenDown() throws Exception {
        StringBuilder table = new StringBuilder("| build | states | rule | always | never |\n|---|---|---|---|---|\n");
        for (Recorded build : builds()) {
            List<Integer> kept = byRule(build);
            table.append("| " + build.name() + " | " + kept.size() + " of "
                    + (build.steps().size() - 1) + " | "
                    + ratios(build, changed -> cost(build, kept, changed)) + " | "
                    + ratios(build, changed -> cost(build, all(build), changed)) + " | "
                    + ratios(build, changed -> cost(build, List.of(), changed)) + " |\n");
        }
        Golden.assertMatches("plan/checkpoint-costs.md", table.toString());
    }

    @Test
    void itCostsAtMostTwiceWhatItWouldForWhoeverKnewWhichStepChanges() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            int count = 1 + random.nextInt(30);
            long state = CheckpointRule.CHEAP.toMillis() + 1 + random.nextInt(5_000);
            List<Long> steps =
                    random.longs(count, 1, 1L + random.nextInt(20_000)).boxed().toList();
            assertAtMostTwiceTheBest(new Recorded("random " + i, steps, repeated(count, state)));
        }
        for (Recorded build : builds()) {
            assertAtMostTwiceTheBest(build);
        }
    }

    private void assertAtMostTwiceTheBest(Recorded build) throws InterruptedException {
        List<Integer> kept = byRule(build);
        for (int changed = 0; changed < build.steps().size(); changed++) {
            assertThat(cost(build, kept, changed))
                    .as("%s, step %s changed", build, changed)
                    .isLessThanOrEqualTo(2 * best(build, changed));
        }
    }
}
