package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is kept is listed, and pruned while builds run, alike on all engines. Nobody else may be at work on the engine. */
abstract class CachePruneContract {

    private static final int ROUNDS = 4;

    abstract Stranger stranger();

    abstract String engine();

    /** What is in a file of an image. */
    abstract String inImage(String image, String file);

    private Ended cache(String... args) {
        List<String> all = new ArrayList<>(List.of("cache"));
        all.addAll(List.of(args));
        all.addAll(List.of("--engine", engine()));
        return stranger().runs(all.toArray(String[]::new));
    }

    private Built builds(String... args) {
        List<String> all = new ArrayList<>(List.of("--engine", engine()));
        all.addAll(List.of(args));
        return stranger().builds(all.toArray(String[]::new));
    }

    /** Those of the states that this test's builds have used. */
    private List<JsonObject> mine() {
        JsonArray all =
                JsonParser.parseString(cache("ls", "--json").exits(0).out()).getAsJsonArray();
        return all.asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.has("lastUsed"))
                .toList();
    }

    @Test
    void aStateIsListedWithWhoHasUsedIt() {
        stranger().manifest("busybox", "name: NONCE\ninstall:\n  - {name: first, run: echo one > /one}\n");
        builds();

        assertThat(mine()).singleElement().satisfies(state -> {
            assertThat(state.get("kind").getAsString()).isEqualTo("state");
            assertThat(state.get("key").getAsString()).hasSize(64);
            assertThat(state.get("manifest").getAsString()).isEqualTo(stranger().nonce());
            assertThat(state.get("folder").getAsString())
                    .isEqualTo(stranger().project().toString());
            assertThat(state.get("step").getAsString()).isEqualTo("first");
            assertThat(state.get("title").getAsString()).isEqualTo("echo one > /one");
            assertThat(state.get("created").getAsString()).isNotEmpty();
        });
        String key = mine().get(0).get("key").getAsString().substring(0, 12);
        assertThat(cache("ls").exits(0).out().lines())
                .anyMatch(
                        line -> line.startsWith(key) && line.contains(stranger().nonce() + " first"));
    }

    @Test
    void anothersStateIsNotSaidToBeUsed() throws IOException {
        stranger().manifest("busybox", "install: [echo one > /one]\n");
        builds();
        String key = mine().get(0).get("key").getAsString().substring(0, 12);

        stranger().elsewhere("other");

        assertThat(cache("ls").exits(0).out().lines())
                .anyMatch(line -> line.startsWith(key) && line.contains("not by this user here"));
        assertThat(cache("prune", "--unused-for", "0s", "--dry-run").exits(0).out())
                .contains("would remove nothing");
    }

    @Test
    void whatWasNotUsedForLongGoesAndTheNextBuildMakesItAgain() {
        stranger().manifest("busybox", "install:\n  - echo one > /one\n  - echo two > /two\n");
        builds();

        assertThat(cache("prune").exits(0).out()).contains("removed nothing");
        assertThat(cache("prune", "--unused-for", "1h").exits(0).out()).contains("removed nothing");
        assertThat(mine()).hasSize(2);
        assertThat(cache("prune", "--unused-for", "0s", "--dry-run").exits(0).out())
                .contains("would remove 2 states");
        assertThat(mine()).hasSize(2);
        assertThat(cache("prune", "--unused-for", "0s").exits(0).out()).contains("removed 2 states");
        assertThat(mine()).isEmpty();
        assertThat(inImage(stranger().image(), "/two")).isEqualTo("two");
        assertThat(builds().ran()).containsExactly("install[0]", "install[1]");
    }

    @Test
    void whatAnotherHasTakenThePlaceOfGoesWithoutBeingAskedFor() {
        stranger().manifest("busybox", "install: [echo one > /one]\n");
        builds();
        builds("--no-cache");

        assertThat(cache("prune").exits(0).out()).contains("removed 1 state");
        assertThat(builds().hit()).containsExactly("install[0]");
    }

    /** Two builds go from state to state again and again, while all that may go is removed again and again. */
    @Test
    void buildsRunOnWhileStatesAreRemoved() throws Exception {
        stranger().manifest("busybox", """
                vars: {who: a, round: "0"}
                name: NONCE
                install:
                  - echo one > /one
                  - echo two-[=who] > /two
                  - echo three-[=round] > /three
                  - cat /one /two /three > /all
                script:
                  - [grep one /all, 'grep three-[=round] /all']
                  - grep two-[=who] /all
                """);
        AtomicInteger removals = new AtomicInteger();
        AtomicInteger removed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> builders = new ArrayList<>();
            for (String who : List.of("a", "b")) {
                builders.add(threads.submit(rounds(who)));
            }
            Future<Integer> pruning = threads.submit(() -> {
                while (builders.stream().anyMatch(builder -> !builder.isDone())) {
                    JsonObject outcome = JsonParser.parseString(
                                    cache("prune", "--all", "--json").exits(0).out())
                            .getAsJsonObject();
                    removed.addAndGet(outcome.getAsJsonArray("removed").size());
                    removals.incrementAndGet();
                }
                return removals.get();
            });
            for (Future<Integer> builder : builders) {
                assertThat(builder.get(4, TimeUnit.MINUTES)).isEqualTo(ROUNDS);
            }
            assertThat(pruning.get(1, TimeUnit.MINUTES)).isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(removed).as("states that were removed meanwhile").hasPositiveValue();
        Built again = builds(
                "--var",
                "who=a",
                "--var",
                "round=" + ROUNDS,
                "--tag",
                stranger().image() + "-a");
        assertThat(again.ran())
                .as("what ran of a build that prune has let alone")
                .size()
                .isLessThanOrEqualTo(6);
        assertThat(stranger().leftNow()).isEmpty();
    }

    private Callable<Integer> rounds(String who) {
        return () -> {
            String image = stranger().image() + "-" + who;
            for (int round = 1; round <= ROUNDS; round++) {
                builds("--var", "who=" + who, "--var", "round=" + round, "--tag", image);
                assertThat(inImage(image, "/all").lines()).containsExactly("one", "two-" + who, "three-" + round);
            }
            return ROUNDS;
        };
    }
}
