package dev.chandler.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeCheckTest {

    private static final Location PLACE = new Location("chandler.yml", 3, 5);

    @Test
    void addsAMissingKeyToAnotherProblemOfTheSameMap() {
        Problem odd =
                Problem.of("CH-ODD-001", "red and green do not go together").at(PLACE);

        assertThat(ShapeCheck.together(List.of(odd), List.of(missing("text")))).containsExactly(odd, missing("text"));
    }

    @Test
    void addsOneMissingKeyToAnother() {
        assertThat(ShapeCheck.together(List.of(missing("color")), List.of(missing("color"), missing("text"))))
                .containsExactly(missing("color"), missing("text"));
    }

    @Test
    void addsNothingAboutAPlaceThatTheProvisionerKnowsBetterAbout() {
        Problem better = Problem.of("CH-ODD-001", "there is no blue moon").at(PLACE);
        Problem unfit = Problem.of("CH-MANIFEST-011", "\"color\" must be one of red, green")
                .at(PLACE);

        assertThat(ShapeCheck.together(List.of(better), List.of(unfit))).containsExactly(better);
    }

    @Test
    void takesForFittingWhatIsTooLongForThePattern() {
        SettingKey key = SettingKey.of("motd", SettingShape.matching("(a|b)*"), "Words.");

        assertThat(ShapeCheck.of(Setting.text("ab".repeat(200_000), PLACE), key))
                .isEmpty();
        assertThat(ShapeCheck.of(Setting.text("abc", PLACE), key)).hasSize(1);
    }

    @Test
    void knowsNoPatternThatIsNone() {
        assertThatThrownBy(() -> SettingShape.matching("[")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Problem missing(String key) {
        return Problem.of("CH-MANIFEST-012", "missing key \"" + key + "\"").at(PLACE);
    }
}
