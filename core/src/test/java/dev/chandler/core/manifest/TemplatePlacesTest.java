package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.Location;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatePlacesTest {

    @TempDir
    Path folder;

    private Manifest load(String text) {
        return new ManifestFolder(folder).manifest(text).load();
    }

    private static List<String> places(Manifest manifest) {
        return manifest.install().stream()
                .map(StepSpec::location)
                .map(Location::toString)
                .toList();
    }

    private static List<String> commands(Manifest manifest) {
        return manifest.install().stream()
                .map(step -> ((ActionSpec) step).settings().text())
                .toList();
    }

    @Test
    void placesOfStepsInALoopAreThoseInTheSource() {
        Manifest manifest = load("""
                base: debian:12
                vars: {packages: [curl, git]}
                install:
                  - echo first
                [#list packages as package]
                  [#if package != "curl"]
                  - echo not curl
                  [/#if]
                  - echo [=package]
                [/#list]
                  - echo last
                """);

        assertThat(commands(manifest))
                .containsExactly("echo first", "echo curl", "echo not curl", "echo git", "echo last");
        assertThat(places(manifest))
                .containsExactly(
                        "chandler.yml:4:5",
                        "chandler.yml:9:5",
                        "chandler.yml:7:5",
                        "chandler.yml:9:5",
                        "chandler.yml:11:5");
    }

    @Test
    void columnsBehindAnInterpolationAreThoseInTheSource() {
        Manifest manifest = load("""
                base: debian:12
                vars: {long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, short: b}
                install:
                  - {run: "[=long] 😀 [=short]", copy: x}
                  - [#if true][=long][/#if]
                """.replace(", copy: x", ", user: \"[=short]\", workdir: /x"));

        assertThat(places(manifest)).containsExactly("chandler.yml:4:5", "chandler.yml:5:15");
    }

    @Test
    void aBlockScalarHasNoLinesForItsTags() {
        Manifest manifest = load("""
                base: debian:12
                vars: {packages: [curl, git]}
                install:
                  - run: |
                      set -e
                      [#-- what is needed --]
                      [#list packages as package]

                      install [=package]
                      [/#list]
                      done
                  - run: >-
                      one
                      [#if packages?size == 3]two[/#if]
                      three [#if true]four[/#if]
                """);

        assertThat(commands(manifest))
                .containsExactly("set -e\n\ninstall curl\n\ninstall git\ndone\n", "one\nthree four");
    }

    @Test
    void tagsOverSeveralLinesLeaveNothingBehind() {
        Manifest manifest = load("""
                base: debian:12
                vars: {packages: [curl, git]}
                install:
                  - run: |
                      a
                      [#list
                          packages
                            as package]
                      [=package
                        ?upper_case]
                      [/#list]
                """);

        assertThat(commands(manifest)).containsExactly("a\nCURL\nGIT\n");
    }

    @Test
    void windowsLineEndsAreLineEnds() {
        Manifest manifest = load("""
                base: debian:12
                vars: {packages: [curl, git]}
                install:
                [#list packages as package]
                  - echo [=package]
                [/#list]
                """.replace("\n", "\r\n"));

        assertThat(commands(manifest)).containsExactly("echo curl", "echo git");
        assertThat(places(manifest)).containsExactly("chandler.yml:5:5", "chandler.yml:5:5");
    }

    @Test
    void whatTheShellWritesLikeATemplateStaysAsItIs() {
        String command =
                "echo ${HOME} $(( 1 + 2 )) {{ x }} #{y} [ -f a ] [[ -n $b ]] ${c[0]} [ $# -gt 0 ] [#] <#if x> <<EOF";

        Manifest manifest = load("vars: {v: x}\nbase: debian:12\ninstall:\n  - run: |-\n      [=v] " + command + "\n");

        assertThat(commands(manifest)).containsExactly("x " + command);
    }

    @Test
    void unparsedTextStaysAsItIs() {
        Manifest manifest = load("""
                base: debian:12
                install:
                  - run: |
                      [#noparse]
                      [=x] [#if y]
                      [/#noparse]
                      [=r'[=x]'] [=r'[']#if y]
                """);

        assertThat(commands(manifest)).containsExactly("[=x] [#if y]\n[=x] [#if y]\n");
    }

    @Test
    void macrosFunctionsAndCapturesWorkAsTheyDoInFreeMarker() {
        Manifest manifest = load("""
                base: debian:12
                vars: {name: "a: b"}
                [#macro install package]
                  - apt-get install [=package][#nested]
                [/#macro]
                [#function twice text][#return text + text][/#function]
                [#assign captured]x [=name] y[/#assign]
                install:
                [@install "curl"/]
                [@install package=name] --now[/@install]
                  - echo [=twice(name)] [=captured]
                  - echo [=sh(captured)]
                [#switch name]
                  [#case "a: b"]
                  - echo case
                  [#break]
                  [#default]
                  - echo default
                [/#switch]
                [#attempt]
                  - echo [=nothing]
                [#recover]
                  - echo recovered
                [/#attempt]
                """);

        assertThat(commands(manifest))
                .containsExactly(
                        "apt-get install curl",
                        "apt-get install a: b --now",
                        "echo a: ba: b x a: b y",
                        "echo 'x a: b y'",
                        "echo case",
                        "echo recovered");
    }
}
