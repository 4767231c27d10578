package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageConfigTextTest {

    private static final String BASE = """
            [{"created":"1970-01-01T00:00:00Z","created_by":"ADD"},{"created_by":"ENV","empty_layer":true}]""";

    @Test
    void nullAndEmptyStayApart() {
        JsonObject config = new JsonObject();
        config.add("Cmd", JsonNull.INSTANCE);
        config.add("Entrypoint", new JsonArray());

        assertThat(ImageConfigText.of(
                        new Platform("linux", "arm64", "v8"),
                        "2026-01-01T00:00:00Z",
                        "<me>",
                        config,
                        List.of("x"),
                        new JsonArray()))
                .isEqualTo(
                        "{\"architecture\":\"arm64\",\"variant\":\"v8\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\","
                                + "\"author\":\"<me>\",\"config\":{\"Cmd\":null,\"Entrypoint\":[]},"
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"x\"]},\"history\":[]}");
    }

    @Test
    void anEntryOfOursForEachLayerOfOursSaysNothingButWhen() {
        JsonArray base = JsonParser.parseString(BASE).getAsJsonArray();

        JsonArray history = ImageConfigText.history(base, 3, "2026-01-01T00:00:00Z");

        assertThat(history).hasSize(4).startsWith(base.get(0), base.get(1));
        assertThat(history.get(3)).hasToString("{\"created\":\"2026-01-01T00:00:00Z\",\"created_by\":\"\"}");
        assertThat(base).hasSize(2);
    }
}
