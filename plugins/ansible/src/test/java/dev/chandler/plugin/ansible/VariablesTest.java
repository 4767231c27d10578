package dev.chandler.plugin.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariablesTest {

    @Test
    void scalarsAreWhatTheyLookLikeInJson() {
        assertThat(Variables.of(Settings.map("a", "true", "b", "-12", "c", "yes", "d", "0644", "e", "1.10", "f", ""))
                        .json())
                .isEqualTo("{\"a\": true, \"b\": -12, \"c\": \"yes\", \"d\": \"0644\", \"e\": \"1.10\", \"f\": \"\"}");
    }

    @Test
    void listsAndMapsKeepTheirShape() {
        assertThat(Variables.of(Settings.map("a", List.of("x", "1"))).json()).isEqualTo("{\"a\": [\"x\", 1]}");
    }

    @Test
    void whatJsonHasNoLetterForIsEscaped() {
        assertThat(Variables.of(Settings.map("a", "\"\\\n\té😀")).json())
                .isEqualTo("{\"a\": \"\\\"\\\\\\u000a\\u0009\\u00e9\\ud83d\\ude00\"}");
    }
}
