package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Healthcheck;
import dev.chandler.api.artifact.ImageConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageConfigJsonTest {

    private static final String RICH = """
            {"Hostname":"","User":"u","Env":["A=1","B=x=y","C"],"Cmd":null,"Entrypoint":[],"WorkingDir":"/w",
             "ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},"Labels":{"l":"1"},"OnBuild":["RUN x"],
             "Healthcheck":{"Test":["CMD","true"],"Interval":3000000000,"Timeout":0,"Retries":2},"StopSignal":"SIGINT","Shell":["/bin/bash"],"Unknown":[1.50,null]}
            """;

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void readsEveryField() {
        ImageConfig config = ImageConfigJson.read(json(RICH));

        Map<String, String> env = new LinkedHashMap<>();
        env.put("A", "1");
        env.put("B", "x=y");
        env.put("C", "");
        assertThat(config.env()).containsExactlyEntriesOf(env);
        assertThat(config.cmd()).isEmpty();
        assertThat(config.entrypoint()).contains(List.of());
        assertThat(config.user()).isEqualTo("u");
        assertThat(config.workdir()).isEqualTo("/w");
        assertThat(config.labels()).containsEntry("l", "1");
        assertThat(config.exposedPorts()).containsExactly("80/tcp");
        assertThat(config.volumes()).containsExactly("/v");
        assertThat(config.onBuild()).containsExactly("RUN x");
        assertThat(config.healthcheck().orElseThrow().test()).containsExactly("CMD", "true");
        assertThat(config.healthcheck().orElseThrow().interval()).contains(Duration.ofSeconds(3));
        assertThat(config.healthcheck().orElseThrow().timeout()).isEmpty();
        assertThat(config.healthcheck().orElseThrow().retries()).contains(2);
        assertThat(config.stopSignal()).isEqualTo("SIGINT");
        assertThat(config.shell()).containsExactly("/bin/bash");
    }

    @Test
    void anUnchangedConfigStaysAsItWasWritten() {
        for (String text : List.of(RICH, "{}", "{\"Env\":null,\"Cmd\":[],\"Labels\":{},\"Volumes\":null}")) {
            JsonObject base = json(text);

            assertThat(ImageConfigJson.overlay(base, ImageConfigJson.read(base)).toString())
                    .isEqualTo(base.toString());
        }
    }

    @Test
    void onlyWhatDiffersIsWritten() {
        JsonObject base = json(RICH);
        ImageConfig wanted = ImageConfigJson.read(base).toBuilder()
                .cmd(List.of())
                .entrypoint(null)
                .env(Map.of("Z", "1"))
                .healthcheck(null)
                .build();
        JsonObject result = ImageConfigJson.overlay(base, wanted);

        assertThat(ImageConfigJson.read(result)).isEqualTo(wanted);
        assertThat(result.get("Entrypoint").isJsonNull()).isTrue();
        assertThat(result.get("Cmd").getAsJsonArray()).isEmpty();
        assertThat(result.has("Healthcheck")).isFalse();
        assertThat(result.get("Unknown")).hasToString("[1.50,null]");
        assertThat(result.get("StopSignal").getAsString()).isEqualTo("SIGINT");
        assertThat(base.has("Healthcheck")).as("the base is left alone").isTrue();
    }

    @Test
    void theOrderOfTheEnvironmentCounts() {
        JsonObject base = json("{\"Env\":[\"A=1\",\"B=2\"]}");
        Map<String, String> turned = new LinkedHashMap<>();
        turned.put("B", "2");
        turned.put("A", "1");
        ImageConfig wanted = ImageConfig.builder().env(turned).build();

        assertThat(ImageConfigJson.overlay(base, wanted)).hasToString("{\"Env\":[\"B=2\",\"A=1\"]}");
    }

    @Test
    void aHealthcheckThatIsTurnedOffIsNone() {
        assertThat(ImageConfigJson.read(json("{\"Healthcheck\":{\"Test\":[\"NONE\"]}}"))
                        .healthcheck())
                .contains(Healthcheck.NONE);
    }
}
