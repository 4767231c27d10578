package dev.chandler.core.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.CacheException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PruneChoiceTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final List<KeptState> states = new ArrayList<>();
    private Set<String> needed = Set.of();

    private void state(String id, int madeDaysAgo, long bytes, String parent, int usedDaysAgo) {
        Digest key = Digest.of(id);
        Resource resource = new Resource(
                id.startsWith("base") ? Resource.Kind.BASE : Resource.Kind.CHECKPOINT,
                id,
                id,
                Optional.empty(),
                Optional.of(key),
                NOW.minus(Duration.ofDays(madeDaysAgo)),
                bytes,
                Optional.of(parent).filter(name -> !name.isEmpty()));
        Optional<StateUse> use = usedDaysAgo < 0
                ? Optional.empty()
                : Optional.of(new StateUse(key, NOW.minus(Duration.ofDays(usedDaysAgo)), "app", "/app", "one", "echo"));
        states.add(new KeptState(resource, use));
    }

    private List<String> chosen(PruneCriteria criteria) {
        List<Resource> all = states.stream().map(KeptState::resource).toList();
        return new PruneChoice(
                        all, states, state -> needed.contains(state.resource().id()))
                .chosen(criteria, state -> state.resource().id().startsWith("replaced"), NOW).stream()
                        .map(state -> state.resource().id())
                        .toList();
    }

    private static PruneCriteria olderThan(int days) {
        return new PruneCriteria(Optional.of(Duration.ofDays(days)), Optional.empty(), Optional.empty(), false);
    }

    private static PruneCriteria unusedFor(int days) {
        return new PruneCriteria(Optional.empty(), Optional.of(Duration.ofDays(days)), Optional.empty(), false);
    }

    private static PruneCriteria keeping(long bytes) {
        return new PruneCriteria(Optional.empty(), Optional.empty(), Optional.of(bytes), false);
    }

    @Test
    void ageIsThatOfItsMaking() {
        state("old", 8, 1, "", 0);
        state("young", 6, 1, "", -1);

        assertThat(chosen(olderThan(7))).containsExactly("old");
    }

    @Test
    void whatThisUserHasNeverUsedMayBeInUseBySomebodyElse() {
        state("forgotten", 30, 1, "", 8);
        state("used", 30, 1, "", 6);
        state("anothers", 30, 1, "", -1);

        assertThat(chosen(unusedFor(7))).containsExactly("forgotten");
    }

    @Test
    void allThatIsAskedForHasToHold() {
        state("old and unused", 30, 1, "", 8);
        state("old", 30, 1, "", 1);
        state("unused", 5, 1, "", 4);

        assertThat(chosen(new PruneCriteria(
                        Optional.of(Duration.ofDays(7)), Optional.of(Duration.ofDays(3)), Optional.empty(), false)))
                .containsExactly("old and unused");
    }

    @Test
    void whatWasNotUsedForLongestGoesFirstUntilTheRestIsSmallEnough() {
        state("a", 9, 10, "", 1);
        state("b", 9, 10, "", 5);
        state("c", 9, 10, "", 3);

        assertThat(chosen(keeping(20))).containsExactly("b");
        assertThat(chosen(keeping(19))).containsExactly("b", "c");
        assertThat(chosen(keeping(30))).isEmpty();
    }

    @Test
    void whatSomethingLiesOnGoesAfterIt() {
        state("parent", 9, 10, "", 9);
        state("child", 9, 10, "parent", 1);

        assertThat(chosen(keeping(10))).containsExactly("child");
        assertThat(chosen(keeping(0))).containsExactly("child", "parent");
    }

    @Test
    void whatSomethingLiesOnThatStaysStays() {
        state("parent", 30, 10, "", 9);
        state("child", 1, 10, "parent", 1);

        assertThat(chosen(olderThan(7))).isEmpty();
        assertThat(chosen(PruneCriteria.ALL)).containsExactly("child", "parent");
    }

    @Test
    void whatIsNeededStaysWithAllThatItLiesOn() {
        state("base", 30, 10, "", -1);
        state("parent", 30, 10, "base", 9);
        state("child", 30, 10, "parent", 9);
        state("other", 30, 10, "base", 9);
        needed = Set.of("child");

        assertThat(chosen(PruneCriteria.ALL)).containsExactly("other");
        assertThat(chosen(keeping(0))).containsExactly("other");
    }

    @Test
    void withoutCriteriaOnlyWhatNoBuildCanFindGoes() {
        state("replaced", 1, 10, "", 0);
        state("old", 300, 10, "", 300);

        assertThat(chosen(PruneCriteria.UNFINDABLE)).containsExactly("replaced");
    }

    @Test
    void timesSayNothingOfBases() {
        state("base", 20_000, 10, "", -1);

        assertThat(chosen(olderThan(1))).isEmpty();
        assertThat(chosen(keeping(0))).containsExactly("base");
    }

    @Test
    void aSizeThatIsNotKnownIsNotGuessed() {
        state("a", 1, -1, "", 1);

        assertThatThrownBy(() -> chosen(keeping(1)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("CH-CACHE-009");
    }
}
