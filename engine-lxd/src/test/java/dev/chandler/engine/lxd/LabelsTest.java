package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private static final Digest KEY = Digest.of("key");
    private static final String TEMPLATE = "volatile.apply_template";

    private static JsonObject config(Map<String, String> labels) {
        return Json.of(labels);
    }

    @Test
    void aStateHasItsKeyFromTheBeginningAndIsFoundByItWhenTheDaemonHasCopiedIt() {
        JsonObject begun = config(Map.of(Labels.KEY, KEY.hex(), Labels.MAKING, "b"));
        JsonObject whole = config(Map.of(Labels.KEY, KEY.hex(), Labels.MAKING, "b", TEMPLATE, "copy"));

        assertThat(Labels.key(begun)).isEmpty();
        assertThat(Labels.key(whole)).contains(KEY);
    }

    @Test
    void untilThenItIsTheBuildsAndNobodysAfterwards() {
        JsonObject begun = config(Map.of(Labels.KEY, KEY.hex(), Labels.MAKING, "b"));
        JsonObject whole = config(Map.of(Labels.KEY, KEY.hex(), Labels.MAKING, "b", TEMPLATE, "copy"));

        assertThat(Labels.build(begun)).contains("b");
        assertThat(Labels.build(whole)).isEmpty();
    }

    @Test
    void aKeyThatAClientHasGivenToAWholeCopyNeedsNoWordOfTheDaemon() {
        JsonObject labelled = config(Map.of(Labels.KEY, KEY.hex(), Labels.MAKING, "", Labels.BUILD, ""));

        assertThat(Labels.key(labelled)).contains(KEY);
        assertThat(Labels.build(labelled)).isEmpty();
    }

    @Test
    void whatHasABuildBelongsToIt() {
        assertThat(Labels.build(config(Map.of(Labels.BUILD, "b", TEMPLATE, "copy"))))
                .contains("b");
    }
}
