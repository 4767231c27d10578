package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageHistoryTest {

    private static final String TOLD = """
            [{"Created":0,"CreatedBy":"/bin/sh -c #(nop) ADD file:1 in / ","Size":100,"Comment":""},
             {"Created":1,"CreatedBy":"/bin/sh -c #(nop)  ENV A=b","Size":0,"Comment":""},
             {"Created":2,"CreatedBy":"RUN touch x","Size":0,"Comment":"buildkit.dockerfile.v0"},
             {"Created":3,"CreatedBy":"CMD [\\"sh\\"]","Size":0,"Comment":""}]
            """;

    @Test
    void tellsWhichEntriesHaveALayer() {
        JsonArray told = JsonParser.parseString(TOLD).getAsJsonArray();
        JsonArray history = ImageHistory.read(told, List.of("a", "b"));

        assertThat(history).hasToString("""
                [{"created":"1970-01-01T00:00:00Z","created_by":"/bin/sh -c #(nop) ADD file:1 in / "},\
                {"created":"1970-01-01T00:00:01Z","created_by":"/bin/sh -c #(nop)  ENV A=b","empty_layer":true},\
                {"created":"1970-01-01T00:00:02Z","created_by":"RUN touch x","comment":"buildkit.dockerfile.v0"},\
                {"created":"1970-01-01T00:00:03Z","created_by":"CMD [\\"sh\\"]","empty_layer":true}]\
                """);
    }

    @Test
    void neverTellsOfMoreLayersThanThereAre() {
        JsonArray told = JsonParser.parseString(TOLD).getAsJsonArray();

        for (int layers = 0; layers < 6; layers++) {
            List<String> ids = Collections.nCopies(layers, "x");
            assertThat(ImageHistory.read(told, ids))
                    .filteredOn(entry -> !entry.getAsJsonObject().has("empty_layer"))
                    .hasSize(Math.min(layers, 4));
        }
    }
}
