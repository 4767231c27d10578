package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template calls is told from what only looks like it. */
class TemplateCallsTest {

    private static List<TemplateCalls.Call> calls(String text) {
        return TemplateCalls.of(text, TemplateSettings.Delimiters.USUAL, Set.of("key", "services"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ key \"a\" }}",
                "{{key `a`}}",
                "{{- key \"a\" -}}",
                "x }} {{ \"}}\" | key }}",
                "{{ if false }}{{ key \"a\" }}{{ end }}",
                "{{ with $x := key \"a\" }}{{ . }}{{ end }}",
                "{{ range services }}{{ .Name }}{{ end }}",
                "{{ (key \"a\") }}",
                "{{ printf \"%s\" (key (printf \"\\\"%s\" `}}`)) }}",
                "{{/* none }} here */}}{{ key \"a\" }}",
                "{{ services.Name }}",
                "{{ '\\'' | key }}",
                "{{ key"
            })
    void aCallIsFoundHoweverItIsWritten(String text) {
        assertThat(calls(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key \"a\"",
                "{{ .key }}",
                "{{ $key := \"a\" }}{{ $key }}",
                "{{ .Node.key }}",
                "{{ \"key\" }}",
                "{{ `key \" {{` }}",
                "{{/* key \"a\" */}}",
                "{{- /* key }} \"a\" */ -}}",
                "{{ keys }}",
                "{{ my_key }}",
                "{{ define \"key\" }}{{ end }}{{ template \"key\" }}",
                "{ { key } }",
                "{{"
            })
    void whatOnlyLooksLikeOneIsNone(String text) {
        assertThat(calls(text)).isEmpty();
    }

    @Test
    void eachIsPlacedByLinesAndCharacters() {
        assertThat(calls("a\n\uD83D\uDE00{{ key \"b\" }} {{ services }}\n"))
                .containsExactly(new TemplateCalls.Call("key", 2, 5), new TemplateCalls.Call("services", 2, 19));
    }

    @Test
    void otherDelimitersAreTheTemplates() {
        var own = new TemplateSettings.Delimiters("<<", ">>");

        assertThat(TemplateCalls.of("{{ key \"a\" }}<< key \"b\" >>", own, Set.of("key")))
                .containsExactly(new TemplateCalls.Call("key", 1, 17));
    }
}
