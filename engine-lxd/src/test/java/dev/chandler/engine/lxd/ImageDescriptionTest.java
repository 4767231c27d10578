package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.ImageConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageDescriptionTest {

    private static LxdImage image(Map<String, String> properties) {
        JsonObject json = JsonParser.parseString(
                        "{\"fingerprint\":\"" + "0".repeat(64) + "\",\"created_at\":\"2020-01-02T03:04:05Z\"}")
                .getAsJsonObject();
        json.add("properties", Json.of(properties));
        return LxdImage.read(json);
    }

    @Test
    void isReadAsItWasWrittenNullAndEmptyApart() {
        for (String config :
                List.of("{}", "{\"Cmd\":null,\"Entrypoint\":[]}", "{\"Labels\":{\"é\":\"<1>\"},\"X\":1.50}")) {
            ImageDescription written = new ImageDescription(
                    JsonParser.parseString(config).getAsJsonObject(), "me", "2001-01-01T00:00:00Z", Map.of("os", "x"));

            assertThat(ImageDescription.of(image(written.asProperties()))).isEqualTo(written);
            assertThat(ImageDescription.of(image(written.asProperties())).config())
                    .hasToString(config);
        }
    }

    @Test
    void anImageThatSaysNothingHasAnEmptyConfigAndItsOwnTime() {
        ImageDescription description = ImageDescription.of(image(Map.of("description", "d")));

        assertThat(description.imageConfig()).isEqualTo(ImageConfig.EMPTY);
        assertThat(description.created()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(description.properties()).containsExactly(Map.entry("description", "d"));
    }

    @Test
    void whatSomebodyElseHasWrittenThereSaysNothing() {
        for (String other :
                List.of("", "[", "1", "{\"config\":{\"Env\":[{}]}}", "{\"config\":{\"Labels\":{\"a\":null}}}")) {
            assertThat(ImageDescription.of(image(Map.of("oci.config", other))).imageConfig())
                    .as(other)
                    .isEqualTo(ImageConfig.EMPTY);
        }
    }

    @Test
    void ourLabelsAndTheRequestAreNotPassedOn() {
        ImageDescription description = ImageDescription.of(
                image(Map.of(Labels.VERSION, "1", Labels.KEY, "2", ImageDescription.REQUEST, "3", "os", "x")));

        assertThat(description.asProperties()).containsOnlyKeys("os", "oci.config");
    }
}
