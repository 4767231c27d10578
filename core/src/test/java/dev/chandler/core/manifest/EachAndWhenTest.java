package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EachAndWhenTest {

    @TempDir
    Path folder;

    private Manifest load(String text) {
        return new ManifestFolder(folder).manifest(text).load();
    }

    private static Stream<ActionSpec> actions(Manifest manifest) {
        return manifest.install().stream().map(ActionSpec.class::cast);
    }

    private static List<String> commands(Manifest manifest) {
        return actions(manifest).map(action -> action.settings().text()).toList();
    }

    @Test
    void aListAnInterpolationAndAVariablesNameAreAllLists() {
        Manifest manifest = load("""
                vars: {packages: [curl, git, vim]}
                base: debian:12
                install:
                  - {run: "a [=it]", each: [x, 22:22]}
                  - {run: "b [=it]", each: [=packages]}
                  - {run: "c [=it]", each: packages}
                  - {run: "d [=it]", each: "[=packages?filter(p -> p != 'git')]"}
                """);

        assertThat(commands(manifest))
                .containsExactly(
                        "a x", "a 22:22", "b curl", "b git", "b vim", "c curl", "c git", "c vim", "d curl", "d vim");
    }

    @Test
    void itIsUsedInAnyExpressionAndAnyPlaceOfTheStep() {
        Manifest manifest = load("""
                vars: {prefix: lib}
                base: debian:12
                [#function f x][#if x == "curl"][#return 1][/#if][#return 2][/#function]
                install:
                [#list ["1", "2"] as n]
                  - name: get
                    run: |
                      echo [=n + it?upper_case + "!"] [=sh(it + " x")] [=f(it)] [=prefix]
                    env: {"A_[=it]": [=it]}
                    each: [curl, git]
                    when: [=n == "1"]
                [/#list]
                """);

        assertThat(commands(manifest)).containsExactly("echo 1CURL! 'curl x' 1 lib\n", "echo 1GIT! 'git x' 2 lib\n");
        assertThat(actions(manifest).map(ActionSpec::id)).containsExactly("get[0]", "get[1]");
        assertThat(actions(manifest).map(action -> action.env().toString()))
                .containsExactly("{A_curl=curl}", "{A_git=git}");
    }

    @Test
    void anItemMayBeAMap() {
        Manifest manifest = load("""
                base: debian:12
                install:
                  - copy: {from: "[=it.from]", to: [=it["to"]]}
                    each:
                      - {from: a, to: b}
                      - {from: "c: d", to: e}
                    when: it.to != "b"
                """);

        assertThat(actions(manifest).map(action -> action.settings().toString()))
                .containsExactly("{from=c: d, to=e}");
    }

    @Test
    void whatAnItemIsIsKnownWhenItIsAsked() {
        Manifest manifest = load("""
                base: debian:12
                install:
                  - {run: "echo [=it?is_hash?then('map', 'text')]", each: [a, {b: c}]}
                """);

        assertThat(commands(manifest)).containsExactly("echo text", "echo map");
    }

    @Test
    void anItemIsNeverReadAsATemplateOrYaml() {
        Manifest manifest = load("""
                base: debian:12
                install:
                  - {run: "echo [=it]", each: ["[=r'[=']1+1]", "a\\n  - b", "x\\", y: z"]}
                """);

        assertThat(commands(manifest)).containsExactly("echo [=1+1]", "echo a\n  - b", "echo x\", y: z");
    }

    @Test
    void parallelBlocksRepeatTheirStepsAndThemselves() {
        Manifest manifest = load("""
                base: debian:12
                install:
                  - name: all
                    each: [{name: a, files: [x, y]}, {name: b, files: [z]}]
                    parallel:
                      - {run: "get [=it.name]", when: it.name == "a"}
                      - {run: "put [=it]", each: [=it.files]}
                      - [one, {run: "two [=it]", each: [p, q]}]
                """);

        assertThat(manifest.install().stream().map(StepSpec::id)).containsExactly("all[0]", "all[1]");
        assertThat(manifest.install().stream()
                        .map(step -> ((StepSpec.Parallel) step)
                                .branches().stream()
                                        .map(branch -> branch.stream()
                                                .map(action -> action.settings().text())
                                                .toList())
                                        .toList()
                                        .toString()))
                .containsExactly("[[get a], [put x], [put y], [one, two p, two q]]", "[[put z], [one, two p, two q]]");
    }

    @Test
    void aFalseConditionTakesTheStepOutAndTheNextTakesItsPlace() {
        Manifest manifest = load("""
                vars:
                  debug: {type: boolean, default: false}
                  python: "3.12"
                base: debian:12
                install:
                  - {run: a, when: debug}
                  - {run: b, when: "!debug"}
                  - run: c
                    when: python?starts_with("3.") && python != "3.11"
                  - {run: d, when: [=debug]}
                  - {run: e, when: false}
                script:
                  - {run: f, when: debug}
                  - {run: g}
                """);

        assertThat(commands(manifest)).containsExactly("b", "c");
        assertThat(actions(manifest).map(ActionSpec::id)).containsExactly("install[0]", "install[1]");
        assertThat(manifest.script().stream().map(TestSpec::id)).containsExactly("script[0]");
    }

    @Test
    void whetherThereIsAnItemIsKnownOnlyWhereAStepIsRepeated() {
        ManifestFolder manifest = new ManifestFolder(folder).manifest("""
                        base: b
                        install:
                          - run: echo [=it!"none"] [=it???string]
                          - run: echo [=it!"none"]
                            each: [a]
                        [#if it??]
                          - run: never
                        [/#if]
                        """);

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("chandler.yml:3:17: \"it\" is undefined here")
                .hasMessageContaining("chandler.yml:6:1: \"it\" cannot be used in a tag")
                .hasMessageNotContaining("chandler.yml:4");
    }

    @Test
    void aStepForNoItemIsCheckedAllTheSame() {
        ManifestFolder manifest = new ManifestFolder(folder).manifest("""
                        vars: {none: [], flag: "x"}
                        base: b
                        install:
                          - {run: "[=it] [=it.name?upper_case]", name: "[=it]", timeout: "[=it]", each: [=none]}
                          - {run: "[=it]", wrokdir: /, each: [=none]}
                          - {exce: "[=it]", each: [=flag]}
                          - {run: "[=it]", when: it == "a", each: []}
                        """);

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("chandler.yml:5:20: unknown key \"wrokdir\"")
                .hasMessageContaining("chandler.yml:6:6: unknown provisioner \"exce\"")
                .hasMessageContaining("chandler.yml:6:27: expected a list for each:")
                .hasMessageNotContaining("chandler.yml:4")
                .hasMessageNotContaining("chandler.yml:7");
    }
}
