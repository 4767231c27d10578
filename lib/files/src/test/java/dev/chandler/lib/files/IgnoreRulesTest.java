package dev.chandler.lib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {

    @ParameterizedTest(name = "{0} excludes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a               | a
            a               | a/b/c
            /a/b            | a/b
            ./a//b/         | a/b/c
            a/../b          | b
            /../a           | a
            *               | a
            *               | a/b/c
            *.md            | README.md
            */temp*         | somedir/temporary.txt
            */temp*         | somedir/temp/x
            */*/temp*       | somedir/subdir/temporary.txt
            temp?           | tempa
            **/*.go         | a.go
            **/*.go         | a/b/c.go
            **              | a/b
            **/foo          | foo
            **/foo          | a/foo
            **/foo          | a/b/foo/c
            **foo           | a/bfoo
            foo/**          | foo/a/b
            foo**           | foobar/x
            a/**/b          | a/b
            a/**/b          | a/x/y/b
            a/**/b          | a/x/b/y
            [a-c]x          | bx
            [^a-c]x         | dx
            [a\\-c]x        | -x
            [!a]x           | !x
            [a&&b]          | &
            a\\*b           | a*b
            \\!a            | !a
            a.b             | a.b
            (a.b)+$         | (a.b)+$
            ü?              | üö
            ?               | 😀
            """)
    void excludesWhatDockerDoes(String pattern, String path) throws FileTreeException {
        assertThat(IgnoreRules.of(List.of(pattern)).excludes(path)).isTrue();
    }

    @ParameterizedTest(name = "{0} leaves {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a               | b
            a               | b/a
            a               | ab
            *.md            | docs/README.md
            */temp*         | temp
            */*/temp*       | a/temp
            temp?           | temp
            temp?           | tempab
            a*b             | a/b
            a?b             | a/b
            **/foo          | xfoo
            **/foo*bar      | a/xfoobar
            foo/**          | foo
            a/**/b          | a/xb
            [a-c]x          | dx
            [^a-c]x         | bx
            a.b             | axb
            a\\*b           | axb
            ../a            | a
            A               | a
            """)
    void leavesWhatDockerDoes(String pattern, String path) throws FileTreeException {
        assertThat(IgnoreRules.of(List.of(pattern)).excludes(path)).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            *.md !README.md                         | README.md         | false
            *.md !README.md                         | other.md          | true
            *.md !README*.md README-secret.md       | README-secret.md  | true
            *.md README-secret.md !README*.md       | README-secret.md  | false
            *    !src                               | src/a/b           | false
            *    !src                               | lib/a             | true
            a    !a/b                               | a/b/c             | false
            a    !a/b                               | a/c               | true
            a    !a/b a/b/c                         | a/b/c/d           | true
            d/*.md !d                               | d/x.md            | false
            **   !**/*.py                           | a/b/c.py          | false
            !a                                      | a                 | false
            """)
    void theLastRuleThatMatchesDecides(String patterns, String path, boolean excluded) throws FileTreeException {
        assertThat(IgnoreRules.of(List.of(patterns.split(" +"))).excludes(path)).isEqualTo(excluded);
    }

    @Test
    void aFileHasARuleALineAndComments() throws FileTreeException {
        IgnoreRules rules = IgnoreRules.parse("\uFEFFa\n# b\n\n  c  \n! /c/d \r\n #e\n", ".dockerignore");

        assertThat(rules.excludes("a")).isTrue();
        assertThat(rules.excludes("b")).isFalse();
        assertThat(rules.excludes("# b")).isFalse();
        assertThat(rules.excludes("c/x")).isTrue();
        assertThat(rules.excludes("c/d")).isFalse();
        assertThat(rules.excludes("#e")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "!/", "a[", "[]", "[a", "[b-a]", "[-a]", "[a-]", "a\\"})
    void aBadPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> IgnoreRules.of(List.of(pattern)))
                .isInstanceOf(FileTreeException.class)
                .hasMessageContaining("bad pattern \"" + pattern + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!.", "!./", "!x/.."})
    void anExceptionForTheFolderItselfSaysNothing(String pattern) throws FileTreeException {
        assertThat(IgnoreRules.of(List.of("a", pattern)).excludes("a")).isTrue();
    }

    @Test
    void manyStarsOverADeepPathTakeNoTime() throws FileTreeException {
        IgnoreRules rules = IgnoreRules.of(List.of("**/".repeat(40) + "b", "**/a/".repeat(40) + "b", "*a".repeat(40)));
        String path = "a/".repeat(60) + "c";

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> rules.excludes(path)))
                .isFalse();
    }

    @Test
    void aBadLineIsNamedByItsPlace() {
        assertThatThrownBy(() -> IgnoreRules.parse("a\n\n[z\n", "app/.dockerignore"))
                .hasMessageStartingWith("app/.dockerignore:3:1: bad pattern \"[z\"");
    }

    @Test
    void allBadLinesAreNamed() {
        assertThatThrownBy(() -> IgnoreRules.parse("[z\na\n!\n", "x"))
                .hasMessageContaining("x:1:1: bad pattern \"[z\"")
                .hasMessageContaining("x:3:1: bad pattern \"!\"");
    }
}
