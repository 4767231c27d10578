package dev.chandler.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairingTest {

    /** Commands by their places; one with a name as {@code name: command}. */
    private static List<Work> steps(String... commands) {
        List<Work> works = new ArrayList<>();
        for (String each : commands) {
            int colon = each.indexOf(": ");
            String id = colon < 0 ? "install[" + works.size() + "]" : each.substring(0, colon);
            Fields fields = new Fields(
                    "chandler.step.v1",
                    Map.of("command", new Fields.Text(colon < 0 ? each : each.substring(colon + 2))));
            works.add(new Work(id, List.of(new Work.Input(0, id, fields, Optional.empty()))));
        }
        return works;
    }

    @Test
    void theSameAreEachOthers() {
        assertThat(Pairing.of(steps("a", "b"), steps("a", "b"))).containsExactly(0, 1);
    }

    @Test
    void theSameTwiceAreTakenInOrder() {
        assertThat(Pairing.of(steps("a", "a"), steps("a", "a", "a"))).containsExactly(0, 1, -1);
    }

    @Test
    void whatIsNewHasNone() {
        assertThat(Pairing.of(steps("make one", "make two"), steps("make one", "xyz", "make two")))
                .containsExactly(0, -1, 1);
    }

    @Test
    void whatMovedIsFoundElsewhere() {
        assertThat(Pairing.of(steps("a", "b", "c"), steps("c", "a", "b"))).containsExactly(2, 0, 1);
    }

    @Test
    void aNameIsFollowedWhateverItDoes() {
        assertThat(Pairing.of(steps("tools: make one", "b"), steps("b", "tools: xyz")))
                .containsExactly(1, 0);
    }

    @Test
    void aPlaceIsNoNameWhereSomethingIsMoreAlike() {
        assertThat(Pairing.of(steps("a", "make install one"), steps("a", "xyz", "make install two")))
                .containsExactly(0, -1, 1);
    }

    @Test
    void atTheSamePlaceAnythingIsTheSameStep() {
        assertThat(Pairing.of(steps("a", "make", "c"), steps("a", "xyz", "c"))).containsExactly(0, 1, 2);
    }

    @Test
    void whatHasNothingInCommonElsewhereIsNew() {
        assertThat(Pairing.of(steps("a"), steps("x: b", "y: c"))).containsExactly(-1, -1);
    }
}
