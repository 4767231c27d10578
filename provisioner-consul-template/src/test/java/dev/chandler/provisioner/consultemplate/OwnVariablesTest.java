package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnVariablesTest {

    private static String template(String text, String left, String right) {
        byte[] renamed = OwnVariables.template(
                text.getBytes(StandardCharsets.UTF_8), new TemplateSettings.Delimiters(left, right));
        return new String(renamed, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = ';',
            value = {
                "a {{ env \"CONSUL_HTTP_ADDR\" }};a {{ env \"_ONSUL_HTTP_ADDR\" }}",
                "{{- mustEnv `VAULT_ADDR` -}};{{- mustEnv `_AULT_ADDR` -}}",
                "{{envOrDefault \"NOMAD_ADDR\" \"NOMAD_ADDR\"}};{{envOrDefault \"_OMAD_ADDR\" \"NOMAD_ADDR\"}}",
                "{{ if (env \"CT_LOCAL_CONFIG\") }};{{ if (env \"_T_LOCAL_CONFIG\") }}",
                "{{ \"CONSUL_HTTP_SSL\" | env }};{{ \"_ONSUL_HTTP_SSL\" | env }}",
                "{{ \"ü}}\" }}{{ env \"https_proxy\" }};{{ \"ü}}\" }}{{ env \"_ttps_proxy\" }}",
                "{{/* a }} */}}{{ env \"NO_PROXY\" }};{{/* a }} */}}{{ env \"_O_PROXY\" }}",
            })
    void aWordThatAsksForOneAsksForItsOtherName(String text, String renamed) {
        assertThat(template(text, "{{", "}}")).isEqualTo(renamed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env \"CONSUL_HTTP_ADDR\"",
                "{{ \"CONSUL_HTTP_ADDR\" }} env",
                "{{ `env \"CONSUL_HTTP_ADDR\"` }}",
                "{{ key \"CONSUL_HTTP_ADDR\" }}",
                "{{ .env \"CONSUL_HTTP_ADDR\" }}",
                "{{/* env \"CONSUL_HTTP_ADDR\" */}}",
                "{{- /* env \"CONSUL_HTTP_ADDR\" */ -}}",
                "{{ env \"MY_CONSUL_HTTP_ADDR\" }}",
                "{{ env \"CONSUL\" }}",
                "{{ env \"PATH\" }} {{ \"never ends",
                "{{ env",
                "{{",
                "",
            })
    void allElseStaysAsItIs(String text) {
        assertThat(template(text, "{{", "}}")).isEqualTo(text);
    }

    @Test
    void actionsAreWhatTheTemplatesOwnDelimitersSay() {
        assertThat(template("{{ env \"CT_A\" }}«« env \"CT_A\" »»", "««", "»»"))
                .isEqualTo("{{ env \"CT_A\" }}«« env \"_T_A\" »»");
    }

    @Test
    void theStepsVariablesGetTheSameNames() {
        assertThat(OwnVariables.environment(Map.of("CONSUL_HTTP_ADDR", "a", "http_proxy", "b", "A", "c")))
                .isEqualTo(Map.of("_ONSUL_HTTP_ADDR", "a", "_ttp_proxy", "b", "A", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CONSUL_HTTP_ADDR", "VAULT_ADDR", "NOMAD_ADDR", "CT_A", "HTTP_PROXY", "https_proxy", "NO_PROXY"})
    void anErrorHasTheNameThatPeopleKnow(String name) {
        String error = "required environment variable " + name + " is empty";

        assertThat(OwnVariables.inWords(error.replace(name, "_" + name.substring(1))))
                .isEqualTo(error);
        assertThat(OwnVariables.inWords("A_T_B _other X_NO_PROXY")).isEqualTo("A_T_B _other X_NO_PROXY");
    }
}
