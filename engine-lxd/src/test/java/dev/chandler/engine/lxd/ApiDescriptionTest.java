package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class ApiDescriptionTest {

    private static final String YAML = """
            definitions:
              Post:
                properties:
                  name: {type: string}
                  config: {additionalProperties: {type: string}, type: object}
                  source: {$ref: "#/definitions/Source"}
                  parts: {items: {$ref: "#/definitions/Source"}, type: array}
              Source:
                properties:
                  type: {type: string}
            paths:
              /1.0/things:
                get: {parameters: [{in: query, name: project}]}
                post: {parameters: [{in: body, name: thing, schema: {$ref: "#/definitions/Post"}}]}
              /1.0/things?recursion=1:
                get: {}
              /1.0/things/{name}:
                delete: {}
              /1.0/things/special:
                put: {}
            """;

    private final ApiDescription description = new ApiDescription(new Yaml().<Map<?, ?>>load(YAML));

    private List<String> check(String method, String path, String... query) {
        return description.check(method, List.of(path.split("/")), Set.of(query), Optional.empty());
    }

    private List<String> checkBody(String json) {
        JsonElement body = JsonParser.parseString(json);
        return description.check("POST", List.of("1.0", "things"), Set.of(), Optional.of(body));
    }

    @Test
    void whatIsDescribedIsRight() {
        assertThat(check("GET", "1.0/things", "project", "recursion")).isEmpty();
        assertThat(check("DELETE", "1.0/things/a")).isEmpty();
        assertThat(
                        checkBody(
                                "{\"name\":\"a\",\"config\":{\"any\":\"x\"},\"source\":{\"type\":\"t\"},\"parts\":[{\"type\":\"t\"}]}"))
                .isEmpty();
    }

    @Test
    void anotherPathIsNot() {
        assertThat(check("GET", "1.0/other")).containsExactly("no path /1.0/other");
        assertThat(check("GET", "1.0/things/a/b")).hasSize(1);
    }

    @Test
    void anotherMethodIsNot() {
        assertThat(check("DELETE", "1.0/things")).containsExactly("no DELETE of /1.0/things");
    }

    @Test
    void aPathWithoutParametersComesBeforeOneWithThem() {
        assertThat(check("PUT", "1.0/things/special")).isEmpty();
        assertThat(check("DELETE", "1.0/things/special")).containsExactly("no DELETE of /1.0/things/special");
    }

    @Test
    void anotherParameterIsNot() {
        assertThat(check("GET", "1.0/things", "projekt")).containsExactly("no parameter projekt of GET /1.0/things");
    }

    @Test
    void anotherFieldIsNotHoweverDeepItIs() {
        assertThat(checkBody("{\"nam\":\"a\"}")).containsExactly("no field POST /1.0/things Post.nam");
        assertThat(checkBody("{\"source\":{\"typ\":\"t\"}}"))
                .containsExactly("no field POST /1.0/things Post.source.typ");
        assertThat(checkBody("{\"parts\":[{\"typ\":\"t\"}]}"))
                .containsExactly("no field POST /1.0/things Post.parts[].typ");
    }

    @Test
    void aBodyWhereNoneIsDescribedIsNot() {
        assertThat(description.check(
                        "PUT",
                        List.of("1.0", "things", "special"),
                        Set.of(),
                        Optional.of(JsonParser.parseString("{}"))))
                .containsExactly("no body of PUT /1.0/things/special");
    }
}
