package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chandler.api.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {

    @TempDir
    Path folder;

    private ManifestFolder manifest(String text) {
        return new ManifestFolder(folder).manifest(text);
    }

    private ManifestFolder echo(String declaration) {
        return manifest("vars:\n  x: " + declaration + "\nbase: debian:12\nenv: {X: [=x]}\n");
    }

    private static String value(ManifestFolder folder) {
        return folder.load().env().get("X");
    }

    @Test
    void aShortFormScalarIsTheTextAsWritten() {
        for (String text : List.of("1.10", "false", "22:22", "0644", "1_000", "no", "null", "~", "2026-11-23", "1e3")) {
            assertThat(value(echo(text))).isEqualTo(text);
        }
    }

    @Test
    void theCommandLineWinsOverFilesOverTheEnvironmentOverTheDefault() {
        ManifestFolder folder = echo("default");
        assertThat(value(folder)).isEqualTo("default");
        assertThat(value(folder.environment("CHANDLER_VAR_x", "environment"))).isEqualTo("environment");
        folder.file("a.yml", "x: a").file("b.yml", "x: b");
        assertThat(value(folder.variableFile("a.yml").variableFile("b.yml"))).isEqualTo("b");
        assertThat(value(folder.variable("x", "[argument]"))).isEqualTo("[argument]");
    }

    @Test
    void textFromTheCommandLineIsTakenAsItStands() {
        for (String text : List.of("", " ", "a: b", "[", "'x'", "\"y", "1.10", "*a", "a\nb")) {
            assertThat(value(echo("d").variable("x", text))).isEqualTo(text);
        }
    }

    @Test
    void otherTypesFromTheCommandLineAreReadAsYaml() {
        Manifest manifest = manifest("""
                        vars:
                          list: {type: list, default: []}
                          map: {type: map, default: {}}
                          number: {type: number, default: 0}
                          flag: {type: boolean, default: false}
                        base: debian:12
                        env:
                          LIST: "[#list list as item]<[=item]>[/#list]"
                          MAP: "[#list map as key, item]<[=key]=[=item]>[/#list]"
                          NUMBER: "[=number] [=number + 1]"
                          FLAG: "[=flag] [=flag?then('y', 'n')]"
                        """)
                .variable("list", "[a, 'b c', 1.10]")
                .variable("map", "{a: b, c: no}")
                .variable("number", "1.50")
                .variable("flag", "true")
                .load();

        assertThat(manifest.env())
                .isEqualTo(
                        Map.of("LIST", "<a><b c><1.10>", "MAP", "<a=b><c=no>", "NUMBER", "1.5 2.5", "FLAG", "true y"));
    }

    @Test
    void aScalarThatIsOneInterpolationKeepsItsType() {
        Manifest manifest = manifest("""
                        vars:
                          words: [python, -m, factory]
                          labels: {"a b": c, "d=": e}
                        base: debian:12
                        artifact:
                          repo: a
                          cmd: [=words]
                          entrypoint: "[=words[1..]]"
                          labels: [=labels]
                        """).load();

        assertThat(manifest.artifact().config().cmd()).contains(List.of("python", "-m", "factory"));
        assertThat(manifest.artifact().config().entrypoint()).contains(List.of("-m", "factory"));
        assertThat(manifest.artifact().config().labels()).isEqualTo(Map.of("a b", "c", "d=", "e"));
    }

    @Test
    void anUndeclaredVariableInTheEnvironmentIsWorthAWarning() {
        Manifest manifest = echo("d")
                .environment("CHANDLER_VAR_X", "1")
                .environment("HOME", "/")
                .load();

        assertThat(manifest.warnings().stream().map(Problem::what))
                .containsExactly("\"CHANDLER_VAR_X\": the manifest declares no variable \"X\"");
    }

    @Test
    void anIncludersDefaultKeepsTheIncludedConstraints() {
        ManifestFolder folder =
                manifest("""
                        include: common.yml
                        vars: {x: "3.12"}
                        base: debian:12
                        env: {X: [=x]}
                        """).file("common.yml", "vars:\n  x: {type: string, pattern: '3\\..*', default: '3.9'}\n");

        assertThat(value(folder)).isEqualTo("3.12");
        assertThat(catchThrowable(() -> value(folder.variable("x", "2.7"))))
                .hasMessageContaining("\"x\" cannot be \"2.7\"");
    }

    @Test
    void interpolationInVariablesIsText() {
        assertThat(value(echo("\"[=1+1] ${x}\""))).isEqualTo("[=1+1] ${x}");
    }

    @Test
    void everyProblemOfATypedValueIsReportedAlsoWhereAValueComesOut() {
        ManifestFolder manifest = new ManifestFolder(folder)
                .manifest("vars: {m: {type: map}}\nbase: b\n")
                .variable("m", "{a: 1, a: 2, b: !t x, <<: {c: 1}}");

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("duplicate key \"a\"")
                .hasMessageContaining("the tag \"!t\" is refused")
                .hasMessageContaining("merge keys (<<) are refused");
    }

    @Test
    void aBrokenBlockOfVariablesIsTheOnlyProblemOfTheirUses() {
        ManifestFolder manifest = new ManifestFolder(folder)
                .manifest("vars: {a: \nbase: b\ninstall: [\"[=a] [=b.c]\"]\n")
                .variable("a", "1");

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("CH-MANIFEST-006")
                .hasMessageNotContaining("CH-MANIFEST-041")
                .hasMessageNotContaining("CH-MANIFEST-031");
    }

    @Test
    void provisionersAreToldAllVariablesAsText() {
        Manifest manifest = manifest("""
                        vars:
                          text: 1.10
                          number: {type: number, default: 2.50}
                          flag: {type: boolean, default: true}
                          list: [a, "b\\"\\n"]
                          map: {k: {l: [1, x]}}
                          given: {type: string}
                        base: debian:12
                        """).variable("given", "x").load();

        assertThat(manifest.variables())
                .isEqualTo(Map.of(
                        "text", "1.10",
                        "number", "2.5",
                        "flag", "true",
                        "list", "[\"a\",\"b\\\"\\u000a\"]",
                        "map", "{\"k\":{\"l\":[\"1\",\"x\"]}}",
                        "given", "x"));
    }
}
